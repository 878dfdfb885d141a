"""Who decides in the place of a manager, and in which days. What it means is in `portal.allocations.delegating`."""

from __future__ import annotations

import enum
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.model import IDS_FOR_GOOD, Created, Identified, Versioned, choice
from portal.extensions import Base
from portal.organization.models import Person


class DelegationState(enum.StrEnum):
    """Where a delegation stands."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


LIVE_STATES = (DelegationState.PLANNED, DelegationState.RUNNING)
_RUNNING = sa.text("state = 'running'")


class Delegation(Identified, Created, Versioned, Base):
    """A manager's decisions given to a colleague from a first day to a last one, both included.

    `last_day` stays the one that was said; `ended_on` is the day it really ended. One runs at a time for each manager.
    """

    __tablename__ = "delegation"
    __table_args__ = (
        sa.CheckConstraint("manager_id <> delegate_id", name="someone_else"),
        sa.CheckConstraint("last_day >= first_day", name="days"),
        sa.CheckConstraint("(state = 'ended') = (ended_on IS NOT NULL)", name="ended"),
        sa.Index("uq_delegation_running", "manager_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),
        sa.Index("ix_delegation_manager", "manager_id", "state"),
        sa.Index("ix_delegation_delegate", "delegate_id", "state"),
        IDS_FOR_GOOD,
    )

    manager_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    delegate_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    text: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[DelegationState] = mapped_column(
        choice(DelegationState, name="state"), default=DelegationState.PLANNED
    )
    ended_on: Mapped[date | None]

    manager: Mapped[Person] = relationship(foreign_keys=[manager_id])
    delegate: Mapped[Person] = relationship(foreign_keys=[delegate_id])
