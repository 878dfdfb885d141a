"""Who was on a mission with whom."""

from __future__ import annotations

import sqlalchemy as sa

from portal.applications.models import Application, ApplicationState
from portal.core.prepared import Prepared
from portal.missions.models import Mission
from portal.organization.models import Person
from portal.talents.evidence.extensions import acquaintances

_ON_IT = (ApplicationState.CONFIRMED, ApplicationState.COMPLETED)


def shared_a_mission(one: Person, other: Person) -> bool:
    """Whether both have, or had, a confirmed place on the same mission, or own it."""
    return bool(_SHARED.rows(one=one.id, other=other.id))


def _missions_of(person: str) -> sa.CompoundSelect[int]:
    asked = sa.bindparam(person, type_=sa.Integer)
    held = sa.select(Application.mission_id).where(Application.person_id == asked, Application.state.in_(_ON_IT))
    owned = (sa.select(Mission.id).where(column == asked) for column in (Mission.owner_id, Mission.co_owner_id))
    return sa.union_all(held, *owned)


_SHARED = Prepared(
    sa.select(Mission.id).where(Mission.id.in_(_missions_of("one")), Mission.id.in_(_missions_of("other"))).limit(1)
)

if shared_a_mission not in acquaintances:
    acquaintances.append(shared_a_mission)
