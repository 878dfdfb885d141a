"""What those who own a mission are told of its age. Queued, sent after the commit."""

from __future__ import annotations

from datetime import date

from portal.missions.models import Mission
from portal.missions.notifications import owners
from portal.notices.telling import tell
from portal.organization.models import Person


def tell_aging(mission: Mission, *, days: int, last_day: date) -> None:
    """Nobody holds a place yet: three ways out, and the day it expires otherwise."""
    for person in owners(mission):
        tell(person, "missions/aging", mission=mission, days=days, last_day=last_day)


def tell_expired(mission: Mission) -> None:
    """It expired: how to open it again."""
    for person in owners(mission):
        tell(person, "missions/expired", mission=mission)


def tell_reopened(actor: Person, mission: Mission) -> None:
    """The other owner: it is open again."""
    for person in owners(mission):
        if person.id != actor.id:
            tell(person, "missions/reopened", mission=mission, actor=actor)
