"""Reading how long answers took, and which ones are late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
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
from portal.missions.pausing.models import MissionPause

# What tells a talent where they stand: a shortlist does not, and reading is no answer yet.
ANSWERS = ("hold", "offer", "not_select")

_of_application = sa.and_(
    Event.subject_type == Application.__tablename__, Event.subject_id == Application.id, Event.action.in_(ANSWERS)
)
_answered = (
    sa.select(
        *(Application.id, Application.mission_id, Application.created_at),
        sa.type_coerce(sa.func.min(Event.at), Event.at.type).label("answered_at"),
    )
    .join_from(Mission, Application, Application.mission_id == Mission.id)
    .join(Event, _of_application)
    .where(Mission.owner_id == sa.bindparam("owner_id"), Application.created_at >= sa.bindparam("since"))
    .group_by(Application.id)
    .subquery()
)
# One row for each answer, or for each pause of the mission that fell between the application and its answer.
_ANSWER_TIMES = Prepared(
    sa.select(
        *(_answered.c.id, _answered.c.created_at, _answered.c.answered_at),
        *(MissionPause.paused_at, MissionPause.ended_at),
    ).outerjoin(
        MissionPause,
        sa.and_(
            MissionPause.mission_id == _answered.c.mission_id,
            MissionPause.paused_at < _answered.c.answered_at,
            sa.or_(MissionPause.ended_at.is_(None), MissionPause.ended_at > _answered.c.created_at),
        ),
    )
)


class Usual(NamedTuple):
    """The median time of an owner's answers in working days, and how many answers it is taken from."""

    days: int
    answers: int


def usual_answer(owner_id: int) -> Usual | None:
    """How long the missions of this owner take to answer who applied in the last twelve months; None when too few
    answers came to say so. The days on which a mission was put aside do not count."""
    days: dict[int, int] = {}
    for key, asked_at, answered_at, paused_at, resumed_at in _ANSWER_TIMES.rows(
        owner_id=owner_id, since=clock.now() - REMEMBERED
    ):
        if key not in days:
            days[key] = _working_days(asked_at, answered_at)
        if paused_at is not None:
            days[key] -= _working_days(max(asked_at, paused_at), min(answered_at, resumed_at or answered_at))
    return Usual(round(median(days.values())), len(days)) if len(days) >= FEWEST_ANSWERS else None


def _working_days(since: datetime, until: datetime) -> int:
    return clock.working_days_between(clock.local_day(since), clock.local_day(until))


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
