"""Reading pauses of missions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from portal.core import clock
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import Mission, MissionState
from portal.missions.pausing.models import MissionPause


def running_pause(mission: Mission) -> MissionPause | None:
    """The pause that runs now, if any."""
    running = sa.select(MissionPause).where(MissionPause.mission_id == mission.id, MissionPause.ended_at.is_(None))
    return db.session.scalar(running)


_RUNNING = Prepared(
    sa.select(MissionPause.paused_at, MissionPause.reason).where(
        MissionPause.mission_id == sa.bindparam("mission_id"), MissionPause.ended_at.is_(None)
    )
)


def read_reason(mission_id: int) -> str:
    """Why a mission is put aside now; empty when it is not."""
    row = _RUNNING.row(mission_id=mission_id)
    return row.reason if row is not None else ""


def paused_ids() -> sa.Select[int]:
    """The ids of the missions put aside now, for an `IN`."""
    return sa.select(Mission.id).where(Mission.state == MissionState.PAUSED)


def pauses_over() -> Sequence[int]:
    """The ids of the missions whose day to resume has come."""
    due = sa.select(Mission.id).where(Mission.state == MissionState.PAUSED, Mission.paused_until <= clock.today())
    return db.session.scalars(due.order_by(Mission.id)).all()


def paused_time(mission_id: int, since: datetime) -> timedelta:
    """How long a mission was put aside between a moment and now."""
    rows = db.session.execute(
        sa.select(MissionPause.paused_at, MissionPause.ended_at).where(MissionPause.mission_id == mission_id)
    )
    spans = ((ended or clock.now()) - max(paused, since) for paused, ended in rows)
    return sum((span for span in spans if span > timedelta()), timedelta())
