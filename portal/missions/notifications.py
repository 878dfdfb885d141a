"""Who is told what about a mission, and when the search index must read it again. Queued, sent after the commit."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import Role
from portal.core import reindex
from portal.extensions import db
from portal.missions.models import Mission
from portal.notices.telling import tell
from portal.organization.models import Person
from portal.organization.queries import people_with_role


def mark_for_index(mission: Mission, *, hides: bool = False) -> None:
    """The search index reads this mission again after the present transaction.

    `hides` when someone may read it no longer: searches do without the index until it has followed.
    """
    reindex.read_again(reindex.MISSION, mission.id, hides=hides)


def owners(mission: Mission) -> list[Person]:
    """The owner, and the co-owner when there is one."""
    return [person for person in (mission.owner, mission.co_owner) if person is not None]


def validators(mission: Mission) -> list[Person]:
    """Human resources and the sponsor of the mission's pilot; never someone who owns it."""
    hr: list[Person] = list(db.session.scalars(people_with_role(Role.HR)))
    people = {person.id: person for person in hr}
    if mission.pilot is not None:
        people[mission.pilot.sponsor_id] = mission.pilot.sponsor
    return [person for person in people.values() if person.id not in (mission.owner_id, mission.co_owner_id)]


def _tell(people: list[Person], event: str, mission: Mission, *, but: Person | None = None, **context: Any) -> None:
    for person in people:
        if but is None or person.id != but.id:
            tell(person, f"missions/{event}", mission=mission, **context)


def tell_submitted(actor: Person, mission: Mission) -> None:
    """Those who validate know that a mission waits; the other owner knows too."""
    _tell(validators(mission), "submitted", mission, actor=actor)
    _tell(owners(mission), "submitted_owner", mission, but=actor, actor=actor)


def tell_published(actor: Person, mission: Mission) -> None:
    """Those who own it: it is open."""
    _tell(owners(mission), "published", mission, actor=actor)


def tell_changes_requested(actor: Person, mission: Mission, *, text: str) -> None:
    """Those who own it read what to change."""
    _tell(owners(mission), "changes_requested", mission, actor=actor, text=text)


def tell_alone(mission: Mission, left: Person) -> None:
    """Whoever owns it now: the other one left, and a co-owner is to be named."""
    _tell([mission.owner], "alone", mission, left=left)


def tell_ownerless(mission: Mission) -> None:
    """Human resources: nobody who owns it is here any more."""
    _tell(list(db.session.scalars(people_with_role(Role.HR))), "ownerless", mission)


def tell_cancelled(actor: Person, mission: Mission, *, text: str) -> None:
    """Those who own it and did not cancel it themselves read why."""
    _tell(owners(mission), "cancelled", mission, but=actor, actor=actor, text=text)
