"""Applications and offers."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.model import Created, Identified, UtcDateTime, Versioned, choice
from portal.extensions import Base
from portal.missions.models import Mission, MissionState, Seat
from portal.organization.models import Person


class ApplicationState(enum.StrEnum):
    """Where an application stands."""

    INVITED = "invited"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    SHORTLISTED = "shortlisted"
    ON_HOLD = "on_hold"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    PENDING_CLEARANCE = "pending_clearance"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    POOLED = "pooled"
    NOT_SELECTED = "not_selected"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    LAPSED = "lapsed"
    RELEASED = "released"


ENDED_STATES = frozenset(
    {
        ApplicationState.COMPLETED,
        ApplicationState.POOLED,
        ApplicationState.NOT_SELECTED,
        ApplicationState.WITHDRAWN,
        ApplicationState.DECLINED,
        ApplicationState.LAPSED,
        ApplicationState.RELEASED,
    }
)
LIVE_STATES = frozenset(ApplicationState) - ENDED_STATES
# What those who own the mission have to answer; an application on hold too, from the day they announced.
AWAITING_STATES = frozenset({ApplicationState.SUBMITTED, ApplicationState.IN_REVIEW, ApplicationState.SHORTLISTED})
# A place is taken, and the manager or procurement may still refuse it.
CLEARANCE_STATES = frozenset({ApplicationState.ACCEPTED, ApplicationState.PENDING_CLEARANCE})
SEATED_STATES = frozenset(
    {
        ApplicationState.ACCEPTED,
        ApplicationState.PENDING_CLEARANCE,
        ApplicationState.CONFIRMED,
        ApplicationState.COMPLETED,
    }
)


class NotSelectedReason(enum.StrEnum):
    """Why an owner chose someone else."""

    SKILLS = "skills"
    AVAILABILITY = "availability"
    ANOTHER_CHOSEN = "another_chosen"
    SEAT_FILLED = "seat_filled"
    SEAT_CANCELLED = "seat_cancelled"
    OTHER = "other"


class DeclineReason(enum.StrEnum):
    """Why a talent says no to an offer."""

    WORKLOAD = "workload"
    NOT_INTERESTED = "not_interested"
    ALREADY_ENGAGED = "already_engaged"
    TERMS = "terms"
    OTHER = "other"


class Terms(NamedTuple):
    """A percent of a week, from one Monday's week to another's, both included."""

    percent: int
    first_week: date
    last_week: date


_LIVE_SQL = "state NOT IN ({})".format(", ".join(f"'{state.value}'" for state in sorted(ENDED_STATES)))
_SEATED_SQL = "state NOT IN ({})".format(", ".join(f"'{state.value}'" for state in sorted(SEATED_STATES)))


class Termed:
    """What an application says of its terms and days, read the same from `Application` and from the rows of a list."""

    state: Any
    hold_until: Any
    agreed_percent: Any
    agreed_first_week: Any
    agreed_last_week: Any
    offer: Any
    seat: Any
    mission: Any

    @property
    def agreed(self) -> Terms | None:
        """What both sides agreed: the offer as it was accepted, or what clearance made of it."""
        if self.agreed_percent is None or self.agreed_first_week is None or self.agreed_last_week is None:
            return None
        return Terms(self.agreed_percent, self.agreed_first_week, self.agreed_last_week)

    @agreed.setter
    def agreed(self, terms: Terms) -> None:
        self.agreed_percent, self.agreed_first_week, self.agreed_last_week = terms

    @property
    def terms(self) -> Terms:
        """The best known by now: what was agreed, else what is offered, else what the place asks."""
        known = self.offer if self.offer is not None else self.seat
        return self.agreed or Terms(known.percent, known.first_week, known.last_week)

    def waits_for_owner(self, today: date) -> bool:
        """Whether those who own the mission owe an answer: `queries.waits_for_owner` says the same in SQL."""
        if self.mission.state is MissionState.PAUSED:
            return False
        if self.state is ApplicationState.ON_HOLD:
            return self.hold_until is not None and self.hold_until <= today
        return self.state in AWAITING_STATES


class Application(Termed, Identified, Created, Versioned, Base):
    """A talent's wish to hold a seat. One live application for each person and mission."""

    __tablename__ = "application"
    __table_args__ = (
        sa.Index(
            "uq_application_live",
            "mission_id",
            "person_id",
            unique=True,
            sqlite_where=sa.text(_LIVE_SQL),
            postgresql_where=sa.text(_LIVE_SQL),
        ),
        sa.CheckConstraint(f"agreed_percent IS NOT NULL OR {_SEATED_SQL}", name="agreed"),
        sa.CheckConstraint(
            "(agreed_percent IS NULL AND agreed_first_week IS NULL AND agreed_last_week IS NULL) OR "
            "(agreed_percent BETWEEN 5 AND 100 AND agreed_first_week IS NOT NULL AND agreed_last_week IS NOT NULL "
            "AND agreed_last_week >= agreed_first_week)",
            name="agreed_terms",
        ),
        sa.Index("ix_application_person_state", "person_id", "state"),
        sa.Index("ix_application_mission_state", "mission_id", "state"),
        sa.Index("ix_application_seat", "seat_id"),
    )

    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"))
    seat_id: Mapped[int] = mapped_column(sa.ForeignKey("seat.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    state: Mapped[ApplicationState] = mapped_column(
        choice(ApplicationState, name="state"), default=ApplicationState.SUBMITTED
    )
    message: Mapped[str] = mapped_column(sa.Text, default="")
    answer_due_on: Mapped[date | None]
    hold_until: Mapped[date | None]
    agreed_percent: Mapped[int | None]
    agreed_first_week: Mapped[date | None]
    agreed_last_week: Mapped[date | None]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    mission: Mapped[Mission] = relationship()
    seat: Mapped[Seat] = relationship()
    person: Mapped[Person] = relationship()
    offer: Mapped[Offer | None] = relationship(back_populates="application", uselist=False)
    invitation: Mapped[Invitation | None] = relationship(back_populates="application", uselist=False)


class Offer(Created, Base):
    """The terms proposed to a talent. Weeks are Mondays, the share a percent of a week."""

    __tablename__ = "offer"
    __table_args__ = (
        sa.CheckConstraint("percent BETWEEN 5 AND 100", name="percent"),
        sa.CheckConstraint("last_week >= first_week", name="weeks"),
    )

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), primary_key=True)
    percent: Mapped[int]
    first_week: Mapped[date]
    last_week: Mapped[date]
    message: Mapped[str] = mapped_column(sa.Text, default="")
    why: Mapped[str] = mapped_column(sa.Text, default="")
    answer_due_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    # The seat they had applied to, when another one of the mission is offered.
    instead_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("seat.id"))

    application: Mapped[Application] = relationship(back_populates="offer")
    instead_of: Mapped[Seat | None] = relationship()
    by: Mapped[Person] = relationship()

    @property
    def terms(self) -> Terms:
        """What is proposed."""
        return Terms(self.percent, self.first_week, self.last_week)


class Invitation(Created, Base):
    """The few words by which someone was asked to think of a place; it stays with the application that it began.

    `reason` says why someone who had been asked often was asked all the same. The person invited reads it too.
    """

    __tablename__ = "invitation"

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), primary_key=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    message: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text, default="")

    application: Mapped[Application] = relationship(back_populates="invitation")
    by: Mapped[Person] = relationship()
