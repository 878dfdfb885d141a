"""The times at which missions were put aside."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.model import UtcDateTime
from portal.extensions import Base

_RUNNING = sa.text("ended_at IS NULL")


class MissionPause(Base):
    """A time at which a mission was put aside, and why: it counts in no delay. `ended_at` is None while it runs."""

    __tablename__ = "mission_pause"
    __table_args__ = (
        sa.CheckConstraint("ended_at >= paused_at", name="moments"),
        sa.Index("ix_mission_pause_mission", "mission_id"),
        sa.Index(
            "uq_mission_pause_running", "mission_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"))
    paused_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
