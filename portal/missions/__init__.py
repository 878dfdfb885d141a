"""Missions: a clear brief, seats that say what is asked of one person, and who they are open to."""
