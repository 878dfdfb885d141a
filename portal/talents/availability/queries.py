"""Reading pauses. Who may read them is who may read the availability: the caller has asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.few import FEW, few
from portal.core.prepared import Prepared, reading
from portal.extensions import db
from portal.organization.models import Person
from portal.talents.availability.models import Pause
from portal.talents.availability.wording import Days
from portal.talents.models import Section
from portal.talents.visibility import narrowed

_COLUMNS = (Pause.public_id, Pause.starts_on, Pause.ends_on, Pause.note)
_AHEAD = Prepared(
    sa.select(*_COLUMNS)
    .where(Pause.person_id == sa.bindparam("person_id"), Pause.ends_on >= sa.bindparam("today", type_=sa.Date()))
    .order_by(Pause.starts_on)
)


def pauses_of(person_id: int) -> list[Days]:
    """The pauses of someone that go on or are to come, the first to begin first."""
    return [Days(*row) for row in _AHEAD.rows(person_id=person_id, today=clock.today())]


_BETWEEN: Any = (
    sa.select(Pause.person_id, *_COLUMNS)
    .where(
        Pause.person_id.in_(sa.bindparam("person_ids", expanding=True)),
        Pause.starts_on <= sa.bindparam("last", type_=sa.Date()),
        Pause.ends_on >= sa.bindparam("first", type_=sa.Date()),
    )
    .order_by(Pause.starts_on)
)


def pauses_between(person_ids: Collection[int], first: date, last: date) -> dict[int, list[Days]]:
    """The pauses of these people that touch the days from `first` to `last`, by person; one query, none for nobody."""
    found: dict[int, list[Days]] = defaultdict(list)
    if person_ids:
        asked = {"person_ids": list(person_ids), "first": first, "last": last}
        for person_id, *row in reading().execute(_BETWEEN, asked):
            found[person_id].append(Days(*row))
    return found


_ON: Any = Prepared(
    sa.select(Pause.person_id, *_COLUMNS).where(
        Pause.person_id.in_(FEW),
        Pause.person_id.not_in(narrowed(Section.AVAILABILITY)),
        Pause.starts_on <= sa.bindparam("day", type_=sa.Date()),
        Pause.ends_on >= sa.bindparam("day", type_=sa.Date()),
    )
)


def paused_on(day: date, person_ids: Collection[int]) -> dict[int, Days]:
    """The pause that holds `day` of each of the people of a list who are then on pause, and say so to everyone."""
    return {person_id: Days(*row) for person_id, *row in _ON.rows(day=day, **few(person_ids))}


def paused_until(person_id: Any, day: Any) -> sa.ScalarSelect[Any]:
    """The last day of the pause that holds `day`, of the person of a column; NULL when there is none."""
    return (
        sa.select(Pause.ends_on)
        .where(Pause.person_id == person_id, Pause.starts_on <= day, Pause.ends_on >= day)
        .limit(1)
        .scalar_subquery()
    )


def get_pause(person: Person, public_id: str) -> Pause:
    """One pause of a person. Raises `NotFound`."""
    found = db.session.scalar(sa.select(Pause).where(Pause.person_id == person.id, Pause.public_id == public_id))
    if found is None:
        raise NotFound
    return found
