"""Describing a mission: its form, the draft it makes, what may change later, and a copy to begin again from."""
