"""Invitations: those who own a mission ask someone to think of it, and the person asked answers or lets it lapse."""
