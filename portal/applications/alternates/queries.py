"""Reading alternates. Who is no longer shortlisted is none any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.applications.alternates.models import Alternate
from portal.applications.models import Application, ApplicationState
from portal.applications.queries import is_filled, waits_for_owner
from portal.core import clock
from portal.core.audit import Event
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import Mission, MissionState, Seat
from portal.organization.models import Named, Person

# How long owners have to answer the others themselves once the mission is staffed.
OWN_WORDS_DAYS = 5


def _standing() -> sa.Select[Any]:
    return (
        sa.select(Alternate)
        .join(Alternate.application)
        .where(Application.state == ApplicationState.SHORTLISTED)
        .options(joinedload(Alternate.application).joinedload(Application.person))
        .order_by(Alternate.seat_id, Alternate.rank, Alternate.application_id)
    )


@dataclass(frozen=True, slots=True)
class Kept(Named):
    """Someone kept for a seat, as owners read the order; `is_told` whether the person knows."""

    given_name: str
    family_name: str
    application_id: int
    is_told: bool


_KEPT = Prepared(
    sa.select(Person.given_name, Person.family_name, Alternate.application_id, Alternate.is_told)
    .join(Application, Application.id == Alternate.application_id)
    .join(Person, Person.id == Application.person_id)
    .where(Application.state == ApplicationState.SHORTLISTED, Alternate.seat_id == sa.bindparam("seat_id"))
    .order_by(Alternate.rank, Alternate.application_id),
    row=Kept,
)


def kept_for(seat_id: int) -> Sequence[Kept]:
    """Everyone kept for a seat, the first to come first."""
    kept: Sequence[Kept] = _KEPT.rows(seat_id=seat_id)
    return kept


def next_for(seat: Seat) -> Alternate | None:
    """Who comes first for a seat."""
    return db.session.scalars(_standing().where(Alternate.seat_id == seat.id).limit(1)).first()


def alternate_of(application: Application) -> Alternate | None:
    """What makes an application an alternate, if it is one."""
    return db.session.scalars(_standing().where(Alternate.application_id == application.id)).first()


def last_rank(seat: Seat) -> int:
    """The highest rank given for a seat; 0 when nobody has one."""
    return db.session.scalar(sa.select(sa.func.max(Alternate.rank)).where(Alternate.seat_id == seat.id)) or 0


_staffed_at: Any = (
    sa.select(sa.func.max(Event.at))
    .where(Event.subject_type == Mission.__tablename__, Event.subject_id == Mission.id, Event.action == "staff")
    .scalar_subquery()
)


def waiting_in_vain(*conditions: sa.ColumnElement[bool]) -> Sequence[int]:
    """The ids of the applications (for which the conditions hold) that still wait on missions staffed long enough ago
    for their owners to have answered in their own words; alternates apart."""
    days = (clock.today() - clock.subtract_working_days(clock.today(), OWN_WORDS_DAYS)).days
    return db.session.scalars(
        sa.select(Application.id)
        .join(Application.mission)
        .outerjoin(Alternate, Alternate.application_id == Application.id)
        .where(
            Mission.state.in_((MissionState.STAFFED, MissionState.IN_PROGRESS)),
            waits_for_owner(),
            is_filled(Mission.id),
            _staffed_at < clock.now() - timedelta(days=days),
            sa.or_(Alternate.application_id.is_(None), Application.state != ApplicationState.SHORTLISTED),
            *conditions,
        )
        .order_by(Application.mission_id, Application.id)
    ).all()
