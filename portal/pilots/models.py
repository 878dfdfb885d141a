"""Pilots and their rules."""

from __future__ import annotations

import enum
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.model import Created, Identified, Versioned, choice
from portal.extensions import Base
from portal.organization.models import Person, Unit


class PilotState(enum.StrEnum):
    """Where a pilot stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    RUNNING = "running"
    EVALUATING = "evaluating"
    EXTENDED = "extended"
    GENERALISED = "generalised"
    STOPPED = "stopped"


pilot_unit = sa.Table(
    "pilot_unit",
    Base.metadata,
    sa.Column("pilot_id", sa.ForeignKey("pilot.id"), primary_key=True),
    sa.Column("unit_id", sa.ForeignKey("unit.id"), primary_key=True),
)


class Pilot(Identified, Created, Versioned, Base):
    """A bounded trial of transverse missions. No unit named means the whole organization."""

    __tablename__ = "pilot"
    __table_args__ = (sa.CheckConstraint("ends_on >= starts_on", name="dates"),)

    name_fr: Mapped[str] = mapped_column(sa.String(120), default="")
    name_en: Mapped[str] = mapped_column(sa.String(120), default="")
    purpose_fr: Mapped[str] = mapped_column(sa.Text, default="")
    purpose_en: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    sponsor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    state: Mapped[PilotState] = mapped_column(choice(PilotState, name="state"), default=PilotState.DRAFT)

    sponsor: Mapped[Person] = relationship()
    units: Mapped[list[Unit]] = relationship(secondary=pilot_unit)
    rules: Mapped[list[PilotRules]] = relationship(order_by="PilotRules.number", back_populates="pilot")

    @property
    def current_rules(self) -> PilotRules:
        """The version of the rules in force."""
        return self.rules[-1]


class PilotRules(Created, Base):
    """One version of a pilot's rules; a change is a new version. Percents of a week, whole ISO weeks."""

    __tablename__ = "pilot_rules"
    __table_args__ = (
        sa.UniqueConstraint("pilot_id", "number"),
        sa.CheckConstraint("max_percent BETWEEN 1 AND 100", name="percent"),
        sa.CheckConstraint("max_weeks BETWEEN 1 AND 104", name="weeks"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pilot_id: Mapped[int] = mapped_column(sa.ForeignKey("pilot.id"))
    number: Mapped[int]
    max_percent: Mapped[int]
    max_weeks: Mapped[int]
    counts_in_review: Mapped[bool] = mapped_column(default=True)
    charter_fr: Mapped[str] = mapped_column(sa.Text, default="")
    charter_en: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    pilot: Mapped[Pilot] = relationship(back_populates="rules")
