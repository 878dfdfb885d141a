"""Questions and their answers."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.model import Created, Identified, UtcDateTime, Versioned
from portal.extensions import Base
from portal.missions.models import Mission
from portal.organization.models import Person

LONGEST_QUESTION = 1000


class Question(Identified, Created, Versioned, Base):
    """A question on a brief. Everyone who reads the mission reads it; only those who own the mission learn who asked.

    `removed_at` says when its author took it back or those who own the mission set it aside: it then stays in nobody's
    sight but in the history.
    """

    __tablename__ = "mission_question"
    __table_args__ = (
        sa.CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered"),
        sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answer"),
        sa.Index("ix_mission_question_mission", "mission_id"),
        sa.Index("ix_mission_question_asked_by", "asked_by_id"),
    )

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"))
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    mission: Mapped[Mission] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
