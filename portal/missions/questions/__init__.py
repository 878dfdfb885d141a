"""Questions on a brief, asked and answered before everyone who reads it."""
