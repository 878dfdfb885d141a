"""What one would use without an engine of one's own, written as its documentation shows."""
