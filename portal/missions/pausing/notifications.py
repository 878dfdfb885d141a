"""Who is told that a mission is put aside, and that it goes on. Queued, sent after the commit."""

from __future__ import annotations

from portal.missions.models import Mission
from portal.missions.notifications import owners
from portal.notices.telling import tell
from portal.organization.models import Person


def tell_paused(actor: Person, mission: Mission, *, text: str) -> None:
    """Those who own it and did not pause it themselves read why, and until when."""
    for person in owners(mission):
        if person.id != actor.id:
            tell(person, "missions/paused", mission=mission, actor=actor, text=text)


def tell_resumed(actor: Person | None, mission: Mission) -> None:
    """Those who own it and did not resume it themselves: it goes on. The actor is None when its day came."""
    for person in owners(mission):
        if actor is None or person.id != actor.id:
            tell(person, "missions/resumed", mission=mission, actor=actor)
