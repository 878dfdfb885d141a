"""Who is told that a mission is read outside, or is no longer. Queued, sent after the commit."""

from __future__ import annotations

from portal.missions.models import Mission
from portal.missions.notifications import owners
from portal.notices.telling import tell
from portal.organization.models import Person


def _tell(actor: Person, mission: Mission, event: str) -> None:
    for person in owners(mission):
        if person.id != actor.id:
            tell(person, f"public/{event}", mission=mission, actor=actor)


def tell_published(actor: Person, mission: Mission) -> None:
    """The other owner: anyone reads it from now on."""
    _tell(actor, mission, "published")


def tell_taken_off(actor: Person, mission: Mission) -> None:
    """Those who own it and did not take it off themselves."""
    _tell(actor, mission, "taken_off")
