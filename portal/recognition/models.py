"""Recognitions."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.core.model import IDS_FOR_GOOD, Created, Identified, UtcDateTime, Versioned, choice
from portal.extensions import Base
from portal.missions.models import Mission
from portal.organization.models import Person
from portal.skills.models import Skill


class RecognitionState(enum.StrEnum):
    """Where a recognition stands."""

    DRAFTED = "drafted"
    ATTESTED = "attested"
    SEEN = "seen"
    PUBLISHED = "published"


class Shown(enum.StrEnum):
    """Who sees a published recognition on the profile."""

    INSIDE = "inside"
    MANAGER = "manager"


class Recognition(Identified, Created, Versioned, Base):
    """Minutes authorized, spent and recognised; what the owner attests and the manager adds."""

    __tablename__ = "recognition"
    __table_args__ = (
        sa.CheckConstraint("minutes_recognised >= 0", name="recognised"),
        sa.CheckConstraint("attested_by_id <> person_id", name="not_attested_by_oneself"),
        sa.CheckConstraint("recorded_by_id <> person_id", name="not_recorded_by_oneself"),
        sa.CheckConstraint("state = 'drafted' OR attested_by_id IS NOT NULL", name="attested"),
        sa.Index("ix_recognition_person_state", "person_id", "state"),
        sa.Index("ix_recognition_mission", "mission_id"),
    )

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"))
    state: Mapped[RecognitionState] = mapped_column(
        choice(RecognitionState, name="state"), default=RecognitionState.DRAFTED
    )
    minutes_authorized: Mapped[int] = mapped_column(default=0)
    minutes_spent: Mapped[int] = mapped_column(default=0)
    minutes_recognised: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(sa.Text, default="")
    outcome_lang: Mapped[str] = mapped_column(sa.String(2), default="fr")
    attested_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    attested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(sa.Text, default="")
    words_lang: Mapped[str] = mapped_column(sa.String(2), default="fr")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shown: Mapped[Shown] = mapped_column(choice(Shown, name="shown"), default=Shown.MANAGER)

    application: Mapped[Application] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    mission: Mapped[Mission] = relationship()
    attested_by: Mapped[Person | None] = relationship(foreign_keys=[attested_by_id])
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    skills: Mapped[list[RecognitionSkill]] = relationship(cascade="all, delete-orphan", order_by="RecognitionSkill.id")


class RecognitionSkill(Base):
    """A skill the owner saw at work, at a level from 1 to 4."""

    __tablename__ = "recognition_skill"
    __table_args__ = (
        sa.UniqueConstraint("recognition_id", "skill_id"),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        IDS_FOR_GOOD,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recognition_id: Mapped[int] = mapped_column(sa.ForeignKey("recognition.id"))
    skill_id: Mapped[int] = mapped_column(sa.ForeignKey("skill.id"))
    level: Mapped[int]

    skill: Mapped[Skill] = relationship()
