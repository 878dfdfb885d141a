"""Pilots, read in few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.accounts.models import Role
from portal.core.bilingual import Text, choose
from portal.core.errors import NotFound
from portal.core.prepared import Prepared, reading
from portal.extensions import db
from portal.organization.models import Person
from portal.organization.queries import people_with_role
from portal.pilots.models import Pilot, PilotRules, PilotState

_ORDER = (
    PilotState.RUNNING,
    PilotState.EXTENDED,
    PilotState.EVALUATING,
    PilotState.APPROVED,
    PilotState.DRAFT,
    PilotState.GENERALISED,
    PilotState.STOPPED,
)


def visible_to(actor: Person) -> sa.Select[Pilot]:
    """What `actor` may see: employees every pilot that is past its draft; HR and its sponsor the drafts too.

    Externals see none: a pilot is an internal matter; what binds them stands on the mission itself.
    """
    return readable(actor.is_external, "hr" in actor.roles, actor.id)


def readable(is_external: bool, is_hr: bool, reader_id: Any) -> sa.Select[Pilot]:
    """As `visible_to`, for a statement that is built once: `reader_id` may be a parameter."""
    select = sa.select(Pilot)
    if is_external:
        return select.where(sa.false())
    if is_hr:
        return select
    return select.where(sa.or_(Pilot.state != PilotState.DRAFT, Pilot.sponsor_id == reader_id))


@dataclass(frozen=True, slots=True)
class Row:
    """A pilot in a list, with the most that its rules in force allow: percent of a week, weeks."""

    public_id: str
    state: PilotState
    starts_on: date
    ends_on: date
    name: Text
    purpose: Text
    max_percent: int
    max_weeks: int
    sponsor: str


def list_visible(actor: Person, locale: str) -> list[Row]:
    """Every pilot the actor may see, the running ones first."""
    rows = reading().execute(_list_for(actor.is_external, "hr" in actor.roles), {"me": actor.id})
    return [
        Row(
            public_id, state, first, last, choose(name_fr, name_en, locale), choose(purpose_fr, purpose_en, locale),
            percent, weeks, f"{given} {family}".strip(),
        )
        for public_id, state, first, last, name_fr, name_en, purpose_fr, purpose_en, percent, weeks, given, family
        in rows
    ]  # fmt: skip


@lru_cache(maxsize=4)
def _list_for(is_external: bool, is_hr: bool) -> Any:
    order = sa.case({state: number for number, state in enumerate(_ORDER)}, value=Pilot.state, else_=len(_ORDER))
    newer = aliased(PilotRules)
    in_force = sa.select(sa.func.max(newer.number)).where(newer.pilot_id == Pilot.id).scalar_subquery()
    return (
        readable(is_external, is_hr, sa.bindparam("me", type_=sa.Integer))
        .join(Pilot.sponsor)
        .join(PilotRules, sa.and_(PilotRules.pilot_id == Pilot.id, PilotRules.number == in_force))
        .with_only_columns(
            Pilot.public_id, Pilot.state, Pilot.starts_on, Pilot.ends_on, Pilot.name_fr, Pilot.name_en,
            Pilot.purpose_fr, Pilot.purpose_en, PilotRules.max_percent, PilotRules.max_weeks,
            Person.given_name, Person.family_name,
        )
        .order_by(order, Pilot.starts_on.desc())
        .limit(100)
    )  # fmt: skip


def get_visible(actor: Person, public_id: str) -> Pilot:
    """One pilot, with sponsor, units and every version of its rules. Raises `NotFound`."""
    pilot = db.session.scalar(
        visible_to(actor)
        .where(Pilot.public_id == public_id)
        .options(joinedload(Pilot.sponsor), selectinload(Pilot.units), selectinload(Pilot.rules))
    )
    if pilot is None:
        raise NotFound
    return pilot


class Limits(NamedTuple):
    """What the present rules of a pilot allow one person: the most of a week, in percent, and the most weeks."""

    name_fr: str
    name_en: str
    max_percent: int
    max_weeks: int


_LIMITS = Prepared(
    sa.select(Pilot.name_fr, Pilot.name_en, PilotRules.max_percent, PilotRules.max_weeks)
    .join(PilotRules, PilotRules.pilot_id == Pilot.id)
    .where(Pilot.id == sa.bindparam("pilot_id"))
    .order_by(PilotRules.number.desc())
    .limit(1),
    row=Limits,
)


def limits_of(pilot_id: int) -> Limits | None:
    """What the present rules of a pilot allow one person."""
    limits: Limits | None = _LIMITS.row(pilot_id=pilot_id)
    return limits


def sponsors() -> Sequence[Person]:
    """Who may sponsor a pilot."""
    return db.session.scalars(people_with_role(Role.PILOT_SPONSOR)).all()
