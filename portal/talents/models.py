"""Profiles."""

from __future__ import annotations

import enum
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.model import IDS_FOR_GOOD, Identified, UtcDateTime, Versioned, choice
from portal.extensions import Base
from portal.organization.models import Person
from portal.skills.models import Skill


class Appetite(enum.StrEnum):
    """What someone wants to do with a skill; never mixed with how well they hold it."""

    USE = "use"
    GROW = "grow"
    AVOID = "avoid"


class EvidenceKind(enum.StrEnum):
    """Where the knowledge of a level comes from."""

    DECLARED = "declared"
    ENDORSED = "endorsed"
    ATTESTED = "attested"


class SpokenLevel(enum.StrEnum):
    """Council of Europe levels (CEFR), and native."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"
    NATIVE = "native"


# How long what someone says of themselves is taken as said: then they are asked whether it still holds.
FRESH = timedelta(days=183)


class Wish:
    """What someone says of their availability, read the same from `Profile` and from the rows of a page."""

    availability_share: Any
    available_until: Any
    availability_said_on: Any

    @property
    def holds_availability(self) -> bool:
        """Whether an availability was said, and has not ended."""
        ended = self.available_until is not None and self.available_until < clock.today()
        return self.availability_share is not None and not ended

    @property
    def is_said_long_ago(self) -> bool:
        """Whether it holds, and was said so long ago that it is worth asking again."""
        said = self.availability_said_on
        return self.holds_availability and said is not None and said < clock.today() - FRESH


class Section(enum.StrEnum):
    """A part of a profile whose readers its owner chooses. The headline is no section: it stands beside the name."""

    SUMMARY = "summary"
    SKILLS = "skills"
    EXPERIENCE = "experience"
    LANGUAGES = "languages"
    AVAILABILITY = "availability"
    PHOTO = "photo"


class Circle(enum.StrEnum):
    """Who may read a section, each holding the one before it: oneself; one's manager and human resources; the owners
    of missions one applied to; everyone inside."""

    SELF = "self"
    RESPONSIBLE = "responsible"
    OWNERS = "owners"
    INSIDE = "inside"

    def holds(self, other: Circle) -> bool:
        """Whether whoever stands in `other` stands in this circle too."""
        return _OUTWARD.index(other) <= _OUTWARD.index(self)


_OUTWARD = tuple(Circle)


def _circle(section: Section) -> Mapped[Circle]:
    return mapped_column(choice(Circle, name=f"{section.value}_circle"), default=Circle.INSIDE)


def _narrowed(section: Section) -> sa.Index:
    """Those whose section is not for everyone inside are few: lists leave them out by this index."""
    narrowed = sa.text(f"{section.value}_circle <> 'inside'")
    return sa.Index(
        f"ix_profile_{section.value}_narrowed", "person_id", sqlite_where=narrowed, postgresql_where=narrowed
    )


class Profile(Wish, Versioned, Base):
    """What a talent says, and who may read each section. Shares are percents of a week; notice is in weeks."""

    __tablename__ = "profile"
    __table_args__ = (
        sa.CheckConstraint("availability_share BETWEEN 0 AND 100", name="share"),
        sa.CheckConstraint("notice_weeks BETWEEN 0 AND 52", name="notice"),
        sa.CheckConstraint("available_until IS NULL OR available_until >= available_from", name="availability"),
        _narrowed(Section.SKILLS),
        _narrowed(Section.EXPERIENCE),
        _narrowed(Section.AVAILABILITY),
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    headline_fr: Mapped[str] = mapped_column(sa.String(120), default="")
    headline_en: Mapped[str] = mapped_column(sa.String(120), default="")
    summary_fr: Mapped[str] = mapped_column(sa.Text, default="")
    summary_en: Mapped[str] = mapped_column(sa.Text, default="")
    availability_share: Mapped[int | None]
    available_from: Mapped[date | None]
    available_until: Mapped[date | None]
    notice_weeks: Mapped[int | None]
    availability_said_on: Mapped[date | None]
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    summary_circle: Mapped[Circle] = _circle(Section.SUMMARY)
    skills_circle: Mapped[Circle] = _circle(Section.SKILLS)
    experience_circle: Mapped[Circle] = _circle(Section.EXPERIENCE)
    languages_circle: Mapped[Circle] = _circle(Section.LANGUAGES)
    availability_circle: Mapped[Circle] = _circle(Section.AVAILABILITY)
    photo_circle: Mapped[Circle] = _circle(Section.PHOTO)

    person: Mapped[Person] = relationship()

    @property
    def circles(self) -> dict[Section, Circle]:
        """Who may read each section."""
        return {section: getattr(self, f"{section.value}_circle") for section in Section}


def _as_declared(context: Any) -> int:
    return int(context.get_current_parameters()["level"])


class HeldSkill(Identified, Versioned, Base):
    """A skill someone holds. Levels go from 1 to 4.

    `level` is what the person declares. `counted_level` is the one that counts wherever levels are compared, sorted or
    shown, because an attestation outweighs a declaration: `evidence.counting` alone writes it.
    """

    __tablename__ = "held_skill"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "skill_id"),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        sa.CheckConstraint("counted_level BETWEEN 1 AND 4", name="counted_level"),
        sa.Index("ix_held_skill_skill_level", "skill_id", "counted_level", "person_id"),
        IDS_FOR_GOOD,
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    skill_id: Mapped[int] = mapped_column(sa.ForeignKey("skill.id"))
    level: Mapped[int]
    counted_level: Mapped[int] = mapped_column(default=_as_declared)
    appetite: Mapped[Appetite | None] = mapped_column(choice(Appetite, name="appetite"))
    confirmed_on: Mapped[date] = mapped_column(default=clock.today)

    skill: Mapped[Skill] = relationship()


class SkillEvidence(Identified, Versioned, Base):
    """Why a level is believed: declared, endorsed by a colleague, or attested on a mission.

    The latest endorsement of a colleague is the one that stands: `evidence.endorsing` writes one, and two skills that
    become one may bring two. `context` is their sentence in the language `lang`. They may withdraw it, and its subject
    may hide it; both are undone by emptying the moment.
    """

    __tablename__ = "skill_evidence"
    __table_args__ = (
        sa.CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        sa.CheckConstraint(
            "kind = 'endorsed' OR (withdrawn_at IS NULL AND hidden_at IS NULL AND context = '')", name="endorsed"
        ),
        sa.Index("ix_skill_evidence_person_skill", "person_id", "skill_id"),
        IDS_FOR_GOOD,
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    skill_id: Mapped[int] = mapped_column(sa.ForeignKey("skill.id"))
    kind: Mapped[EvidenceKind] = mapped_column(choice(EvidenceKind, name="kind"))
    level: Mapped[int]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    mission_id: Mapped[int | None] = mapped_column(sa.ForeignKey("mission.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    context: Mapped[str] = mapped_column(sa.String(200), default="")
    lang: Mapped[str] = mapped_column(sa.String(2), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hidden_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    by: Mapped[Person] = relationship(foreign_keys=[by_id])


class SkillReminder(Base):
    """The reminders that someone gets of skills not confirmed for long: the last one sent, and since when they want
    none."""

    __tablename__ = "skill_reminder"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Experience(Identified, Versioned, Base):
    """A past or present occupation. `ended_on` empty means still going on."""

    __tablename__ = "experience"
    __table_args__ = (sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="dates"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    title_fr: Mapped[str] = mapped_column(sa.String(160), default="")
    title_en: Mapped[str] = mapped_column(sa.String(160), default="")
    organization: Mapped[str] = mapped_column(sa.String(160), default="")
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    summary_fr: Mapped[str] = mapped_column(sa.Text, default="")
    summary_en: Mapped[str] = mapped_column(sa.Text, default="")


class SpokenLanguage(Base):
    """A natural language someone speaks. `code` is ISO 639-1."""

    __tablename__ = "spoken_language"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(2), primary_key=True)
    level: Mapped[SpokenLevel] = mapped_column(choice(SpokenLevel, name="level"))
