"""When a mission was last said to be current, and what its owners were told since."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Base


class Freshness(Base):
    """Apart from the mission, whose version it must not turn: a warning overtakes nobody's form.

    `current_on` is the day its owners last said that it is current, None when they only published it. `warned` is the
    last warning they had since, in days (0, 60 or 80), on `warned_on`. `expired_on` is the last day it expired.
    """

    __tablename__ = "mission_freshness"
    __table_args__ = (
        sa.CheckConstraint("warned IN (0, 60, 80)", name="warned"),
        sa.CheckConstraint("(warned = 0) = (warned_on IS NULL)", name="warned_on"),
    )

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"), primary_key=True)
    current_on: Mapped[date | None]
    warned: Mapped[int] = mapped_column(default=0)
    warned_on: Mapped[date | None]
    expired_on: Mapped[date | None]
