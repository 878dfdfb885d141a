"""Missions that ended without anyone, and why: what human resources learn from."""
