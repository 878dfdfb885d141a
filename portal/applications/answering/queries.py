"""Reading how long answers took, and which ones are late."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.applications.answering.rules import FEWEST_ANSWERS, REMEMBERED
from portal.applications.models import Application
from portal.applications.queries import waits_for_owner
from portal.core import clock
from portal.core.audit import Event
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import Mission

# What tells a talent where they stand: a shortlist does not, and reading is no answer yet.
ANSWERS = ("hold", "offer", "not_select")

_of_application = sa.and_(
    Event.subject_type == Application.__tablename__, Event.subject_id == Application.id, Event.action.in_(ANSWERS)
)
_answered_at = sa.func.min(Event.at)
_ANSWER_TIMES = Prepared(
    sa.select(Application.created_at, sa.type_coerce(_answered_at, Event.at.type).label("answered_at"))
    .join_from(Mission, Application, Application.mission_id == Mission.id)
    .join(Event, _of_application)
    .where(Mission.owner_id == sa.bindparam("owner_id"), Application.created_at >= sa.bindparam("since"))
    .group_by(Application.id)
)


class Usual(NamedTuple):
    """The median time of an owner's answers in working days, and how many answers it is taken from."""

    days: int
    answers: int


def usual_answer(owner_id: int) -> Usual | None:
    """How long the missions of this owner take to answer who applied in the last twelve months; None when too few
    answers came to say so."""
    rows = _ANSWER_TIMES.rows(owner_id=owner_id, since=clock.now() - REMEMBERED)
    if len(rows) < FEWEST_ANSWERS:
        return None
    days = [
        clock.working_days_between(clock.local_day(row.created_at), clock.local_day(row.answered_at)) for row in rows
    ]
    return Usual(round(median(days)), len(days))


def late_answers() -> Sequence[tuple[int, int]]:
    """The applications whose promised day is past, with how many reminders were sent since: (id, reminders)."""
    reminded: Any = (
        sa.select(sa.func.count())
        .where(
            Event.subject_type == Application.__tablename__,
            Event.subject_id == Application.id,
            Event.action == "remind",
            sa.func.date(Event.at) >= sa.func.date(Application.answer_due_on),
        )
        .scalar_subquery()
    )
    rows = db.session.execute(
        sa.select(Application.id, reminded)
        .where(waits_for_owner(), Application.answer_due_on < clock.today())
        .order_by(Application.mission_id, Application.id)
    )
    return [(id_, count) for id_, count in rows]
