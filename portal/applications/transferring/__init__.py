"""What it means for those who applied or hold a place that their mission changes hands, or that nobody owns it."""
