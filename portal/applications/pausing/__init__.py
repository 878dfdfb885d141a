"""What the pause of a mission means for those who applied to it or hold a place."""
