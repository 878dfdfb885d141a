"""Missions that change hands: someone named takes one over, or human resources find who does."""
