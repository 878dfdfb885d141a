"""Firms, terms and engagements. Amounts are whole cents; no other module stores one."""

from __future__ import annotations

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from portal.applications.models import Application
from portal.core.model import Created, Identified, UtcDateTime, Versioned, choice
from portal.extensions import Base
from portal.missions.models import Mission
from portal.organization.models import Person
from portal.skills.folding import fold


class Tier(enum.StrEnum):
    """How closely we work with a firm."""

    STRATEGIC = "strategic"
    PANEL = "panel"
    AD_HOC = "ad_hoc"


def firm_key(name: str) -> str:
    """The form under which a firm's name is unique, however it came in: without case nor accents."""
    return fold(name)


class Firm(Identified, Created, Base):
    """A supplier firm: consulting, portage, temp agency, or a freelancer's own. `name_key` makes names unique."""

    __tablename__ = "firm"

    name: Mapped[str] = mapped_column(sa.String(120))
    name_key: Mapped[str] = mapped_column(sa.String(120), unique=True)
    siren: Mapped[str | None] = mapped_column(sa.String(9), unique=True)
    tier: Mapped[Tier] = mapped_column(choice(Tier, name="tier"), default=Tier.AD_HOC)


class ExternalTerms(Base):
    """Who employs or invoices for an external, and the daily rate. Never on a page another talent can reach."""

    __tablename__ = "external_terms"
    __table_args__ = (sa.CheckConstraint("daily_rate_cents > 0", name="daily_rate"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    firm_id: Mapped[int | None] = mapped_column(sa.ForeignKey("firm.id"), index=True)
    daily_rate_cents: Mapped[int | None]
    currency: Mapped[str] = mapped_column(sa.String(3), default="EUR")

    firm: Mapped[Firm | None] = relationship()


# Which externals belong to the panel: whoever reads missions at their second stage. The one place that says it.
PANEL_TIERS = (Tier.STRATEGIC, Tier.PANEL)
_of_panel = (
    sa.select(ExternalTerms.person_id)
    .join(Firm, Firm.id == ExternalTerms.firm_id)
    .where(ExternalTerms.person_id == Person.id, Firm.tier.in_(PANEL_TIERS))
    .correlate_except(ExternalTerms, Firm)
)
# A plain bool for those who read it.
Person.in_panel = column_property(_of_panel.exists(), deferred=True)  # type: ignore[assignment]


class EngagementState(enum.StrEnum):
    """Where an external's engagement stands."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    ENDED = "ended"


class RejectionReason(enum.StrEnum):
    """Why procurement cannot confirm."""

    BUDGET = "budget"
    RATE = "rate"
    COMPLIANCE = "compliance"
    DATES = "dates"
    OTHER = "other"


class Engagement(Identified, Created, Versioned, Base):
    """What procurement confirms for an external after an accepted offer: a rate and dates."""

    __tablename__ = "engagement"
    __table_args__ = (
        sa.CheckConstraint("daily_rate_cents > 0", name="daily_rate"),
        sa.CheckConstraint("ends_on >= starts_on", name="dates"),
        sa.CheckConstraint("decided_by_id <> person_id", name="not_oneself"),
        sa.CheckConstraint("state <> 'approved' OR daily_rate_cents IS NOT NULL", name="approved_rate"),
        sa.Index("ix_engagement_state", "state"),
        sa.Index("ix_engagement_person", "person_id"),
    )

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    mission_id: Mapped[int] = mapped_column(sa.ForeignKey("mission.id"), index=True)
    firm_id: Mapped[int | None] = mapped_column(sa.ForeignKey("firm.id"))
    state: Mapped[EngagementState] = mapped_column(
        choice(EngagementState, name="state"), default=EngagementState.DRAFTED
    )
    daily_rate_cents: Mapped[int | None]
    currency: Mapped[str] = mapped_column(sa.String(3), default="EUR")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    answer_due_on: Mapped[date]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(sa.Text, default="")

    application: Mapped[Application] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    mission: Mapped[Mission] = relationship()
    firm: Mapped[Firm | None] = relationship()
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
