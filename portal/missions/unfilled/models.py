"""Why missions ended without anyone."""

from __future__ import annotations

import enum
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.model import choice
from portal.extensions import Base


class Cause(enum.StrEnum):
    """Why nobody took a place."""

    NO_APPLICANT = "no_applicant"
    SKILLS = "skills"
    SHARE = "share"
    DATES = "dates"
    AUTHORIZATION = "authorization"
    RATE = "rate"
    NEED_GONE = "need_gone"
    OTHER = "other"


class UnfilledCause(Base):
    """One of the causes for which a mission ended without anyone, on a day."""

    __tablename__ = "unfilled_cause"
    __table_args__ = (sa.Index("ix_unfilled_cause_day", "ended_on", "cause"),)

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"), primary_key=True)
    cause: Mapped[Cause] = mapped_column(choice(Cause, name="cause"), primary_key=True)
    ended_on: Mapped[date] = mapped_column(default=clock.today)
