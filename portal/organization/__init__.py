"""Who works here: units, people of every kind, and who manages whom."""
