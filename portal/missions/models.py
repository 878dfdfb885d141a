"""Missions, briefs and seats."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from portal.core.folding import fold_text
from portal.core.model import IDS_FOR_GOOD, Created, Identified, UtcDateTime, Versioned, choice
from portal.extensions import Base
from portal.organization.models import Kind, Person, Unit
from portal.pilots.models import Pilot
from portal.skills.models import Skill


class MissionState(enum.StrEnum):
    """Where a mission stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    PUBLISHED = "published"
    STAFFED = "staffed"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    COMPLETED = "completed"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    UNFILLED = "unfilled"
    EXPIRED = "expired"


OPEN_STATES = frozenset({MissionState.PUBLISHED})


class Audience(enum.StrEnum):
    """Who a mission or a seat is open to."""

    EMPLOYEES = "employees"
    EXTERNALS = "externals"
    BOTH = "both"

    def includes(self, kind: Kind) -> bool:
        """Whether a talent of this kind is addressed (a temp is an external)."""
        return self is Audience.BOTH or (self is Audience.EMPLOYEES) == (kind is Kind.EMPLOYEE)


class Stage(enum.StrEnum):
    """How far a mission is open by now, of those it addresses: inside first, then the panel, then every external."""

    INTERNAL = "internal"
    PANEL = "panel"
    OPEN = "open"


class Remote(enum.StrEnum):
    """How much of the work can be done from elsewhere."""

    NO = "no"
    PARTLY = "partly"
    FULLY = "fully"


class Necessity(enum.StrEnum):
    """Whether a seat needs a skill or would like it."""

    REQUIRED = "required"
    PREFERRED = "preferred"


class MissionLanguage(enum.StrEnum):
    """The language a mission works in."""

    FR = "fr"
    EN = "en"
    BOTH = "both"


BRIEF_FIELDS = ("context", "objective", "deliverables", "success_sign", "tools", "contact", "what_next")


FOLDED_LINES = (("title_fr",), ("title_en",), ("summary_fr", "summary_en", "place"))
NOTHING_WRITTEN = "\n" * (len(FOLDED_LINES) - 1)


class Mission(Identified, Created, Versioned, Base):
    """A piece of work that crosses units. Its brief is in pairs of columns, one for each language.

    It is offered inside until `internal_until`, then opens wider (`stage`): one for employees alone stays inside.
    `ownerless_on` is the day since when nobody who owns it is here, until someone takes it over.
    While it is paused, `paused_from` is the state it comes back to and `paused_until` the day it does, if one was said.
    `folded` is what words are looked for in, without case or accents, kept by `keep_folded`: the French title, the
    English one and the rest, a line each.
    """

    __tablename__ = "mission"
    __table_args__ = (
        sa.CheckConstraint("co_owner_id <> owner_id", name="co_owner"),
        sa.CheckConstraint(
            "published_at IS NOT NULL OR state IN ('draft', 'submitted', 'changes_requested', 'cancelled')",
            name="published",
        ),
        sa.CheckConstraint("audience <> 'employees' OR stage = 'internal'", name="stage_of_audience"),
        sa.CheckConstraint("state <> 'paused' OR paused_from IS NOT NULL", name="paused"),
        sa.Index(
            "ix_mission_ownerless",
            "ownerless_on",
            sqlite_where=sa.text("ownerless_on IS NOT NULL"),
            postgresql_where=sa.text("ownerless_on IS NOT NULL"),
        ),
        sa.Index("ix_mission_state_published", "state", "published_at", "pilot_id"),
        # What orders a pilot's missions, so that only those shown are read.
        sa.Index("ix_mission_pilot_state", "pilot_id", "state", "published_at"),
    )

    title_fr: Mapped[str] = mapped_column(sa.String(160), default="")
    title_en: Mapped[str] = mapped_column(sa.String(160), default="")
    summary_fr: Mapped[str] = mapped_column(sa.String(400), default="")
    summary_en: Mapped[str] = mapped_column(sa.String(400), default="")
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    co_owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    pilot_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pilot.id"))
    place: Mapped[str] = mapped_column(sa.String(80), default="")
    remote: Mapped[Remote] = mapped_column(choice(Remote, name="remote"), default=Remote.PARTLY)
    language: Mapped[MissionLanguage] = mapped_column(
        choice(MissionLanguage, name="language"), default=MissionLanguage.FR
    )
    audience: Mapped[Audience] = mapped_column(choice(Audience, name="audience"), default=Audience.EMPLOYEES)
    stage: Mapped[Stage] = mapped_column(choice(Stage, name="stage"), default=Stage.INTERNAL)
    internal_until: Mapped[date | None]
    state: Mapped[MissionState] = mapped_column(choice(MissionState, name="state"), default=MissionState.DRAFT)
    accepts_applications: Mapped[bool] = mapped_column(default=True)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_on: Mapped[date | None]
    paused_from: Mapped[MissionState | None] = mapped_column(choice(MissionState, name="paused_from"))
    paused_until: Mapped[date | None]
    ownerless_on: Mapped[date | None]
    folded: Mapped[str] = mapped_column(sa.Text, default=NOTHING_WRITTEN, deferred=True)

    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])
    co_owner: Mapped[Person | None] = relationship(foreign_keys=[co_owner_id])
    unit: Mapped[Unit] = relationship()
    pilot: Mapped[Pilot | None] = relationship()
    brief: Mapped[Brief] = relationship(back_populates="mission", cascade="all, delete-orphan", uselist=False)
    seats: Mapped[list[Seat]] = relationship(back_populates="mission", cascade="all, delete-orphan", order_by="Seat.id")


def folded_lines(texts: Mapping[str, str]) -> str:
    """`Mission.folded` for these texts, by the names of their columns."""
    lines = (" ".join(filter(None, map(texts.get, names))) for names in FOLDED_LINES)
    return "\n".join(" ".join((fold_text(line) or "").split()) for line in lines)


@sa.event.listens_for(Mission, "before_insert")
@sa.event.listens_for(Mission, "before_update")
def keep_folded(mapper: Mapper[Mission], connection: sa.Connection, mission: Mission) -> None:
    """Fold the texts of a mission again when one of them was changed."""
    names = [name for line in FOLDED_LINES for name in line]
    attributes = sa.inspect(mission).attrs
    if any(attributes[name].history.has_changes() for name in names):
        mission.folded = folded_lines({name: getattr(mission, name) for name in names})


class Brief(Base):
    """What a talent needs to know before applying, in two languages."""

    __tablename__ = "brief"

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"), primary_key=True)
    context_fr: Mapped[str] = mapped_column(sa.Text, default="")
    context_en: Mapped[str] = mapped_column(sa.Text, default="")
    objective_fr: Mapped[str] = mapped_column(sa.Text, default="")
    objective_en: Mapped[str] = mapped_column(sa.Text, default="")
    deliverables_fr: Mapped[str] = mapped_column(sa.Text, default="")
    deliverables_en: Mapped[str] = mapped_column(sa.Text, default="")
    success_sign_fr: Mapped[str] = mapped_column(sa.Text, default="")
    success_sign_en: Mapped[str] = mapped_column(sa.Text, default="")
    tools_fr: Mapped[str] = mapped_column(sa.Text, default="")
    tools_en: Mapped[str] = mapped_column(sa.Text, default="")
    contact_fr: Mapped[str] = mapped_column(sa.Text, default="")
    contact_en: Mapped[str] = mapped_column(sa.Text, default="")
    what_next_fr: Mapped[str] = mapped_column(sa.Text, default="")
    what_next_en: Mapped[str] = mapped_column(sa.Text, default="")

    mission: Mapped[Mission] = relationship(back_populates="brief")


class Seat(Identified, Base):
    """What is asked of one person, and how many such persons. Weeks are Mondays, the share a percent of a week.

    `taken` is the counter that two acceptances compete for: raised by one conditional UPDATE, bounded by a CHECK.
    """

    __tablename__ = "seat"
    __table_args__ = (
        sa.CheckConstraint("places BETWEEN 1 AND 99", name="places"),
        sa.CheckConstraint("taken BETWEEN 0 AND places", name="taken"),
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name="percent"),
        sa.CheckConstraint("last_week >= first_week", name="weeks"),
        sa.Index("ix_seat_mission", "mission_id"),
        sa.Index("ix_seat_percent", "percent"),
    )

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"))
    title_fr: Mapped[str] = mapped_column(sa.String(160), default="")
    title_en: Mapped[str] = mapped_column(sa.String(160), default="")
    places: Mapped[int] = mapped_column(default=1)
    taken: Mapped[int] = mapped_column(default=0)
    percent: Mapped[int]
    first_week: Mapped[date]
    last_week: Mapped[date]
    audience: Mapped[Audience] = mapped_column(choice(Audience, name="audience"), default=Audience.EMPLOYEES)

    mission: Mapped[Mission] = relationship(back_populates="seats")
    skills: Mapped[list[SeatSkill]] = relationship(cascade="all, delete-orphan", order_by="SeatSkill.id")

    @property
    def free(self) -> int:
        """Places not taken yet."""
        return self.places - self.taken


class SeatSkill(Base):
    """A skill that a seat requires or prefers, at a level from 1 to 4."""

    __tablename__ = "seat_skill"
    __table_args__ = (
        sa.UniqueConstraint("seat_id", "skill_id"),
        sa.CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        IDS_FOR_GOOD,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"))
    skill_id: Mapped[int] = mapped_column(sa.ForeignKey("skill.id"), index=True)
    level: Mapped[int]
    necessity: Mapped[Necessity] = mapped_column(choice(Necessity, name="necessity"))

    skill: Mapped[Skill] = relationship()
