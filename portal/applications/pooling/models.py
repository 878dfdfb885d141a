"""Who was asked to join a pool, and what they said."""

from __future__ import annotations

import enum
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.core.model import Created, Identified, Versioned, choice
from portal.extensions import Base
from portal.organization.models import Person, Unit

# A consent holds this long, then it must be asked for again (at most two years: CNIL, recruitment guide, 2023).
CONSENT = timedelta(days=365)
# An unanswered question is no consent: it ends after this long.
QUESTION = timedelta(days=30)


class PoolState(enum.StrEnum):
    """Where the consent of one person to one pool stands."""

    ASKED = "asked"
    JOINED = "joined"
    DECLINED = "declined"
    LEFT = "left"
    LAPSED = "lapsed"
    EXPIRED = "expired"


LIVE_STATES = (PoolState.ASKED, PoolState.JOINED)
_LIVE_SQL = sa.text("state IN ('asked', 'joined')")


class PoolMember(Identified, Created, Versioned, Base):
    """One person and the pool of one unit, asked after one application. `until` ends the question, then the consent."""

    __tablename__ = "pool_member"
    __table_args__ = (
        sa.Index(
            "uq_pool_member_live",
            "person_id",
            "unit_id",
            unique=True,
            sqlite_where=_LIVE_SQL,
            postgresql_where=_LIVE_SQL,
        ),
        sa.Index("ix_pool_member_unit", "unit_id", "state"),
        sa.Index("ix_pool_member_application", "application_id"),
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    message: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[PoolState] = mapped_column(choice(PoolState, name="state"), default=PoolState.ASKED)
    until: Mapped[date]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    unit: Mapped[Unit] = relationship()
    application: Mapped[Application] = relationship()
