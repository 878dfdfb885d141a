"""What becomes of missions when someone who owns them leaves, or comes back. Runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from portal.accounts.workflow import access_changed
from portal.core import audit, clock
from portal.extensions import db
from portal.missions import notifications
from portal.missions.models import Mission, MissionState
from portal.missions.workflow import mission_orphaned, mission_transferred, owners_changed
from portal.organization.models import Person
from portal.organization.workflow import person_left

ENDED_STATES = (MissionState.CLOSED, MissionState.CANCELLED, MissionState.UNFILLED, MissionState.EXPIRED)


@person_left.then
def hand_missions_over(person: Person) -> None:
    """The co-owner succeeds the owner; human resources know of the missions that nobody owns any more."""
    for mission in _unfinished(sa.or_(Mission.owner_id == person.id, Mission.co_owner_id == person.id)):
        if mission.co_owner_id == person.id:
            _lose_co_owner(mission, person)
        elif mission.ownerless_on is None:
            _lose_owner(mission, person)
        notifications.mark_for_index(mission)


@access_changed.then
def follow_access(person: Person) -> None:
    """An account that is closed leaves its missions as someone who left does; opened again, it finds those that nobody
    took over meanwhile.
    """
    if not person.is_here:
        hand_missions_over(person)
        return
    for mission in _unfinished(Mission.owner_id == person.id, Mission.ownerless_on.is_not(None)):
        mission.ownerless_on = None
        audit.record(None, mission, "owner_back")


def from_to(former: Person, owner: Person) -> str:
    """From whom to whom a mission went, as its history says it in either language."""
    return f"{former.full_name} → {owner.full_name}"


def _unfinished(*conditions: sa.ColumnElement[bool]) -> Sequence[Mission]:
    unfinished = sa.select(Mission).where(*conditions, Mission.state.not_in(ENDED_STATES)).order_by(Mission.id)
    return db.session.scalars(unfinished).all()


def _lose_co_owner(mission: Mission, person: Person) -> None:
    mission.co_owner = None
    audit.record(None, mission, "co_owner_left", data={"left": person.public_id})
    notifications.tell_alone(mission, person)
    owners_changed(mission)


def _lose_owner(mission: Mission, person: Person) -> None:
    heir = mission.co_owner
    if heir is None or not heir.is_here:
        mission.ownerless_on = clock.today()
        audit.record(None, mission, "owner_left", data={"left": person.public_id})
        if mission.state is not MissionState.DRAFT:
            notifications.tell_ownerless(mission)
            mission_orphaned(mission)
        return
    mission.owner, mission.co_owner = heir, None
    hands = from_to(person, heir)
    audit.record(None, mission, "handed_over", text=hands, data={"former": person.public_id, "to": heir.public_id})
    notifications.tell_alone(mission, person)
    owners_changed(mission)
    mission_transferred(mission, person)
