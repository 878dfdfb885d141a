"""Authorizations, allocated weeks and time. Weeks are the Mondays of ISO weeks; shares are percents of a week."""

from __future__ import annotations

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application, Terms
from portal.core import clock
from portal.core.model import Created, Identified, UtcDateTime, Versioned, choice
from portal.extensions import Base
from portal.missions.models import Mission
from portal.organization.models import Person
from portal.pilots.models import PilotRules


class AuthorizationState(enum.StrEnum):
    """Where the question put to a line manager stands."""

    REQUESTED = "requested"
    COUNTERED = "countered"
    ESCALATED = "escalated"
    APPROVED = "approved"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REFUSED = "refused"
    REVOKED = "revoked"
    LAPSED = "lapsed"
    ENDED = "ended"


WAITING_STATES = frozenset({AuthorizationState.REQUESTED, AuthorizationState.ESCALATED})
# Its weeks are given: all of them, or those that were not taken back.
GIVING_STATES = frozenset({AuthorizationState.APPROVED, AuthorizationState.ACTIVE})
GRANTED_STATES = frozenset({*GIVING_STATES, AuthorizationState.SUSPENDED})


class RefusalReason(enum.StrEnum):
    """Why a manager cannot lend this time."""

    WORKLOAD = "workload"
    CRITICAL_SKILL = "critical_skill"
    NOTICE_TOO_SHORT = "notice_too_short"
    TEAM_ALREADY_LENDING = "team_already_lending"
    OTHER = "other"


_FOR_ANOTHER = sa.text("decider_for_id IS NOT NULL")


class Authorization(Identified, Created, Versioned, Base):
    """A request for a share of someone's weeks, put to their line manager (never the mission's owner)."""

    __tablename__ = "authorization"
    __table_args__ = (
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name="percent"),
        sa.CheckConstraint("last_week >= first_week", name="weeks"),
        sa.CheckConstraint("decided_by_id <> person_id", name="not_oneself"),
        sa.CheckConstraint(
            "decided_by_id IS NOT NULL"
            " OR state NOT IN ('approved', 'active', 'suspended', 'ended', 'refused', 'countered')",
            name="decided",
        ),
        sa.CheckConstraint("decided_by_id IS NULL OR state NOT IN ('requested', 'escalated')", name="undecided"),
        sa.Index("ix_authorization_decider_state", "decider_id", "state"),
        sa.Index(
            "ix_authorization_decider_for",
            *("decider_for_id", "decided_at"),
            sqlite_where=_FOR_ANOTHER,
            postgresql_where=_FOR_ANOTHER,
        ),
        # The desk shows what its manager decided lately.
        sa.Index("ix_authorization_decided", "decided_by_id", "decided_at"),
        sa.Index("ix_authorization_person_state", "person_id", "state"),
        sa.Index("ix_authorization_mission", "mission_id"),
    )

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"))
    decider_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    # The manager in whose place the decider decides, when they were given their decisions.
    decider_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    percent: Mapped[int]
    first_week: Mapped[date]
    last_week: Mapped[date]
    state: Mapped[AuthorizationState] = mapped_column(
        choice(AuthorizationState, name="state"), default=AuthorizationState.REQUESTED
    )
    answer_due_on: Mapped[date]
    rules_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pilot_rules.id"))
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    override_reason: Mapped[str] = mapped_column(sa.Text, default="")
    possible_from: Mapped[date | None]

    application: Mapped[Application] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    mission: Mapped[Mission] = relationship()
    decider: Mapped[Person | None] = relationship(foreign_keys=[decider_id])
    decider_for: Mapped[Person | None] = relationship(foreign_keys=[decider_for_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    rules: Mapped[PilotRules | None] = relationship()
    counter: Mapped[CounterProposal | None] = relationship(back_populates="authorization", uselist=False)


class CounterProposal(Created, Base):
    """Other terms from the manager; both the talent and the owner must say yes before they bind."""

    __tablename__ = "counter_proposal"
    __table_args__ = (
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name="percent"),
        sa.CheckConstraint("last_week >= first_week", name="weeks"),
    )

    authorization_id: Mapped[int] = mapped_column(sa.ForeignKey("authorization.id"), primary_key=True)
    percent: Mapped[int]
    first_week: Mapped[date]
    last_week: Mapped[date]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    talent_accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    authorization: Mapped[Authorization] = relationship(back_populates="counter")
    by: Mapped[Person] = relationship()

    @property
    def terms(self) -> Terms:
        """What is proposed instead."""
        return Terms(self.percent, self.first_week, self.last_week)


class PersonWeek(Base):
    """The counter two decisions compete for: percent of one person's week already given to missions."""

    __tablename__ = "person_week"
    __table_args__ = (sa.CheckConstraint("used BETWEEN 0 AND 100", name="used"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    used: Mapped[int] = mapped_column(default=0)


class Allocation(Base):
    """Percent of one week of a person given to one mission by an authorization."""

    __tablename__ = "allocation"
    __table_args__ = (
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name="percent"),
        sa.Index("ix_allocation_person_week", "person_id", "week"),
    )

    authorization_id: Mapped[int] = mapped_column(sa.ForeignKey("authorization.id"), primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"))
    percent: Mapped[int]


class Ceiling(Base):
    """The most of a week someone gives to missions, where it differs from the organization's ceiling."""

    __tablename__ = "ceiling"
    __table_args__ = (sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    percent: Mapped[int]


class TimeState(enum.StrEnum):
    """Whether declared time was agreed."""

    DECLARED = "declared"
    CONFIRMED = "confirmed"


class TimeEntry(Identified, Created, Versioned, Base):
    """Minutes someone spent on a mission in one week."""

    __tablename__ = "time_entry"
    __table_args__ = (
        sa.UniqueConstraint("application_id", "week"),
        sa.CheckConstraint("minutes BETWEEN 0 AND 6000", name="minutes"),
        sa.CheckConstraint("(state = 'confirmed') = (confirmed_by_id IS NOT NULL)", name="confirmed"),
        sa.Index("ix_time_entry_person_week", "person_id", "week"),
        # What waits to be confirmed, by person and by mission: every page counts it.
        sa.Index("ix_time_entry_person_state", "person_id", "state"),
        sa.Index("ix_time_entry_mission_state", "mission_id", "state"),
    )

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"))
    week: Mapped[date]
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(sa.String(400), default="")
    state: Mapped[TimeState] = mapped_column(choice(TimeState, name="state"), default=TimeState.DECLARED)
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    application: Mapped[Application] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    mission: Mapped[Mission] = relationship()
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
