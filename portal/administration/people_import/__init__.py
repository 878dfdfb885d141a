"""Bringing people in from an HR export: read the file, compare it with the portal, write the difference or nothing."""
