"""Whoever waits for a place, or holds one, hears from their application what becomes of the mission."""

from __future__ import annotations

from portal.applications.queries import live_applications
from portal.missions.following.extensions import tellers
from portal.missions.models import Mission


def told_by_their_application(mission: Mission) -> list[int]:
    """The ids of those with a live application."""
    return [application.person_id for application in live_applications(mission)]


tellers.append(told_by_their_application)
