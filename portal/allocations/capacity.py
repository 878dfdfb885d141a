"""Weeks that cannot be oversold: one counter for each person and ISO week, raised by one conditional UPDATE each.

Reading a sum and then inserting oversells on both engines; a counter row with a condition and a CHECK holds on both.
Weeks are taken in ascending order, so that two decisions never wait for each other in a circle.
These functions run inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from portal.allocations.models import Allocation, Authorization, PersonWeek
from portal.core import clock
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.extensions import db

HARD_LIMIT = 100


class CapacityExceeded(Conflict):
    """A week would pass the limit; `week` is its Monday."""

    def __init__(self, week: date) -> None:
        super().__init__(
            _l("Another decision took part of this time a moment ago. Look at the weeks again before you decide."),
            code="capacity",
        )
        self.week = week


def reserve(authorization: Authorization, *, limit: int, weeks: Sequence[date] | None = None) -> None:
    """Give the authorization its percent of each of its weeks, never above `limit` percent of a week in all.

    `weeks` are the Mondays, in ascending order, when they are not all of them.

    Raises `CapacityExceeded`, and then nothing is given (the transaction rolls back).
    """
    if weeks is None:
        weeks = clock.weeks_between(authorization.first_week, authorization.last_week)
    _make_rows(authorization.person_id, weeks)
    for week in weeks:
        raised = db.session.execute(
            sa.update(PersonWeek)
            .where(
                PersonWeek.person_id == authorization.person_id,
                PersonWeek.week == week,
                PersonWeek.used + authorization.percent <= min(limit, HARD_LIMIT),
            )
            .values(used=PersonWeek.used + authorization.percent)
            .execution_options(synchronize_session=False)
        )
        if raised.rowcount != 1:  # type: ignore[attr-defined]
            raise CapacityExceeded(week)
    db.session.add_all(
        Allocation(
            authorization_id=authorization.id,
            week=week,
            person_id=authorization.person_id,
            mission_id=authorization.mission_id,
            percent=authorization.percent,
        )
        for week in weeks
    )
    db.session.flush()


def free(authorization: Authorization, *, since: date, until: date | None = None) -> int:
    """Give back the weeks from the one that holds `since` on, to the one that holds `until` when there is one. Returns
    how many."""
    gone = Allocation.week >= clock.week_of(since)
    if until is not None:
        gone &= Allocation.week <= clock.week_of(until)
    rows = db.session.scalars(
        sa.select(Allocation).where(Allocation.authorization_id == authorization.id, gone).order_by(Allocation.week)
    ).all()
    for row in rows:
        db.session.execute(
            sa.update(PersonWeek)
            .where(PersonWeek.person_id == row.person_id, PersonWeek.week == row.week)
            .values(used=PersonWeek.used - row.percent)
            .execution_options(synchronize_session=False)
        )
        db.session.delete(row)
    db.session.flush()
    return len(rows)


def _make_rows(person_id: int, weeks: Iterable[date]) -> None:
    insert: Any = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    values = [{"person_id": person_id, "week": week, "used": 0} for week in weeks]
    db.session.execute(insert(PersonWeek).on_conflict_do_nothing(), values)
