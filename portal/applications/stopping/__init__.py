"""What becomes of applications to a mission that found nobody."""
