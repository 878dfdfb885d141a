"""A CV coming in from a file of another system, and going out as a file or on paper."""
