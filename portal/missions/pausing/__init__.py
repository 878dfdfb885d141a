"""Pauses of missions: put aside for a time with a reason, then taken up again where they were."""
