"""The portal's own pages: home, health, statements."""
