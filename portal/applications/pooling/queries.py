"""Reading pools."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.applications.models import ENDED_STATES, Application
from portal.applications.pooling.models import LIVE_STATES, PoolMember, PoolState
from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.missions.models import Mission
from portal.organization.models import Person


def asked_about(application: Application) -> tuple[PoolMember | None, bool]:
    """What was last asked or agreed after this application, and whether the pool of the same unit was already asked of
    its talent after another one, or agreed to. In one statement."""
    elsewhere = sa.and_(
        PoolMember.person_id == application.person_id,
        PoolMember.unit_id == application.mission.unit_id,
        PoolMember.state.in_(LIVE_STATES),
    )
    found = db.session.scalars(
        sa.select(PoolMember)
        .where(sa.or_(PoolMember.application_id == application.id, elsewhere))
        .options(joinedload(PoolMember.unit), joinedload(PoolMember.asked_by))
        .order_by(PoolMember.id.desc())
    ).all()
    here = [member for member in found if member.application_id == application.id]
    return (here[0] if here else None), len(here) < len(found)


def is_member_or_asked(person: Person, unit_id: int) -> bool:
    """Whether someone is in the pool of a unit, or has a question about it to answer."""
    live = sa.select(PoolMember.id).where(
        PoolMember.person_id == person.id, PoolMember.unit_id == unit_id, PoolMember.state.in_(LIVE_STATES)
    )
    return db.session.scalar(live) is not None


def get_own(actor: Person, public_id: str) -> PoolMember:
    """One's own consent; those who own the mission it came from see that it is there. Raises `NotFound`."""
    found = db.session.scalar(
        sa.select(PoolMember)
        .join(PoolMember.application)
        .join(Application.mission)
        .where(
            PoolMember.public_id == public_id,
            sa.or_(PoolMember.person_id == actor.id, Mission.owner_id == actor.id, Mission.co_owner_id == actor.id),
        )
        .options(joinedload(PoolMember.application), joinedload(PoolMember.unit))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def pooled_for(mission: Mission) -> list[PoolMember]:
    """Who is in the pool of the unit of a mission, could be addressed by it and does not wait for it already."""
    waits = sa.select(Application.person_id).where(
        Application.mission_id == mission.id, Application.state.not_in(ENDED_STATES)
    )
    members = db.session.scalars(
        sa.select(PoolMember)
        .join(PoolMember.person)
        .where(
            PoolMember.unit_id == mission.unit_id,
            PoolMember.state == PoolState.JOINED,
            PoolMember.until >= clock.today(),
            PoolMember.person_id.not_in(waits),
            Person.left_on.is_(None),
        )
        .options(joinedload(PoolMember.person))
        .order_by(Person.family_name, Person.given_name, PoolMember.id)
        .limit(100)
    ).all()
    return [one for one in members if mission.audience.includes(one.person.kind)]


def ended_by_now() -> Sequence[int]:
    """The ids of the questions nobody answered in time, and of the consents that are over."""
    return db.session.scalars(
        sa.select(PoolMember.id)
        .where(PoolMember.state.in_(LIVE_STATES), PoolMember.until < clock.today())
        .order_by(PoolMember.id)
    ).all()
