"""The demo organization: written with care, lived through the portal's own services."""
