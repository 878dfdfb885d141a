"""Calendars that a calendar program follows: one's own time, a mission's, a team's, each at a secret address."""
