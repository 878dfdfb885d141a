"""What becomes of missions when someone who owns them leaves. Runs inside the caller's transaction."""

from __future__ import annotations

import sqlalchemy as sa

from portal.core import audit
from portal.extensions import db
from portal.missions import notifications
from portal.missions.models import Mission, MissionState
from portal.missions.workflow import owners_changed
from portal.organization.models import Person
from portal.organization.workflow import person_left

ENDED_STATES = (MissionState.CLOSED, MissionState.CANCELLED, MissionState.UNFILLED, MissionState.EXPIRED)


@person_left.then
def hand_missions_over(person: Person) -> None:
    """The co-owner succeeds the owner; human resources know of the missions that nobody owns any more."""
    owned = sa.or_(Mission.owner_id == person.id, Mission.co_owner_id == person.id)
    unfinished = sa.select(Mission).where(owned, Mission.state.not_in(ENDED_STATES)).order_by(Mission.id)
    for mission in db.session.scalars(unfinished).all():
        if mission.co_owner_id == person.id:
            _lose_co_owner(mission, person)
        else:
            _lose_owner(mission, person)
        notifications.mark_for_index(mission)


def _lose_co_owner(mission: Mission, person: Person) -> None:
    mission.co_owner = None
    audit.record(None, mission, "co_owner_left", data={"left": person.public_id})
    notifications.tell_alone(mission, person)
    owners_changed(mission)


def _lose_owner(mission: Mission, person: Person) -> None:
    heir = mission.co_owner
    if heir is None or heir.left_on is not None:
        audit.record(None, mission, "owner_left", data={"left": person.public_id})
        if mission.state is not MissionState.DRAFT:
            notifications.tell_ownerless(mission)
        return
    mission.owner, mission.co_owner = heir, None
    audit.record(None, mission, "handed_over", data={"left": person.public_id, "owner": heir.public_id})
    notifications.tell_alone(mission, person)
    owners_changed(mission)
