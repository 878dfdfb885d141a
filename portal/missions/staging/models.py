"""When missions opened wider, with the proof that they were offered inside first."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.model import UtcDateTime, choice
from portal.extensions import Base
from portal.missions.models import Stage
from portal.organization.models import Person


class MissionOpening(Base):
    """A stage that a mission opened to. What the proof counts is kept as it was at that moment: how many employees read
    it, were invited, and applied or answered. `by` is None when its day came; `reason` says why it opened before."""

    __tablename__ = "mission_opening"
    __table_args__ = (
        sa.CheckConstraint("stage <> 'internal'", name="wider"),
        sa.CheckConstraint("seen >= 0 AND invited >= 0 AND answered >= 0", name="proof"),
        sa.CheckConstraint("NOT is_early OR reason <> ''", name="early"),
    )

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"), primary_key=True)
    stage: Mapped[Stage] = mapped_column(choice(Stage, name="stage"), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    is_early: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    seen: Mapped[int]
    invited: Mapped[int]
    answered: Mapped[int]

    by: Mapped[Person | None] = relationship()


class MissionReader(Base):
    """An employee who read a mission while it was offered inside. Only counted: no page shows who."""

    __tablename__ = "mission_reader"

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
