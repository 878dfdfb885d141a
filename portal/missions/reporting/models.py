"""What readers report of posts."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.model import Created, Identified, UtcDateTime, choice
from portal.extensions import Base
from portal.missions.models import Mission
from portal.organization.models import Person


class ReportReason(enum.StrEnum):
    """What is wrong with a post."""

    OUT_OF_DATE = "out_of_date"
    DUPLICATE = "duplicate"
    MISFILED = "misfiled"
    NOT_A_MISSION = "not_a_mission"
    OTHER = "other"


class ReportAnswer(enum.StrEnum):
    """What human resources made of a report."""

    SENT_BACK = "sent_back"
    DISMISSED = "dismissed"


_WAITING = sa.text("answer IS NULL")


class MissionReport(Identified, Created, Base):
    """What one reader says of one post, once. Their name is read by human resources alone."""

    __tablename__ = "mission_report"
    __table_args__ = (
        sa.UniqueConstraint("mission_id", "reporter_id"),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        sa.Index("ix_mission_report_waiting", "created_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"))
    reporter_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    reason: Mapped[ReportReason] = mapped_column(choice(ReportReason, name="reason"))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    answer: Mapped[ReportAnswer | None] = mapped_column(choice(ReportAnswer, name="answer"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    mission: Mapped[Mission] = relationship()
    reporter: Mapped[Person] = relationship(foreign_keys=[reporter_id])
