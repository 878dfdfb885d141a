"""Who looked at what is not open to everyone inside: noted once a day, read by the person, kept for a year."""
