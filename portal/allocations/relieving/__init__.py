"""What becomes of someone's work while part of their time is given to a mission."""
