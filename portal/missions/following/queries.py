"""Reading who follows missions: each person their own, and how many they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.following.models import MissionFollow
from portal.missions.models import Mission
from portal.missions.queries import visible_to
from portal.organization.models import Person
from portal.organization.queries import still_here

_FOLLOWS = Prepared(
    sa.select(
        sa.func.count().label("followers"),
        sa.func.count().filter(MissionFollow.person_id == sa.bindparam("me", type_=sa.Integer)).label("mine"),
    ).where(MissionFollow.mission_id == sa.bindparam("mission_id", type_=sa.Integer))
)


def follows(person: Person, mission_id: int) -> tuple[bool, int]:
    """Whether someone follows a mission, and how many people do."""
    row = _FOLLOWS.row(me=person.id, mission_id=mission_id)
    return bool(row.mine), row.followers


def followed_by(person: Person) -> sa.Select[Any]:
    """The missions that someone follows and may still read, the latest followed first."""
    return (
        visible_to(person)
        .join(MissionFollow, MissionFollow.mission_id == Mission.id)
        .where(MissionFollow.person_id == person.id)
        .order_by(MissionFollow.created_at.desc(), Mission.id.desc())
    )


def followers(mission: Mission) -> Sequence[Person]:
    """Those who follow a mission, are still here and may still read it, in the order in which they began."""
    people = db.session.scalars(
        sa.select(Person)
        .join(MissionFollow, MissionFollow.person_id == Person.id)
        .where(MissionFollow.mission_id == mission.id, still_here())
        .options(joinedload(Person.account))
        .order_by(MissionFollow.created_at, Person.id)
    ).all()
    return [person for person in people if may_read(person, mission)]


def may_read(person: Person, mission: Mission) -> bool:
    """Whether someone may read a mission as it stands."""
    return (
        db.session.scalar(visible_to(person).with_only_columns(Mission.id).where(Mission.id == mission.id)) is not None
    )
