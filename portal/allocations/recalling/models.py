"""What a manager takes back of the time they granted."""

from __future__ import annotations

import enum
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.allocations.models import Authorization
from portal.core.model import IDS_FOR_GOOD, Created, Identified, Versioned, choice
from portal.extensions import Base
from portal.organization.models import Person


class RecallKind(enum.StrEnum):
    """Whether the time comes back."""

    SUSPENSION = "suspension"
    REVOCATION = "revocation"


class RecallState(enum.StrEnum):
    """Where it stands."""

    PLANNED = "planned"
    RUNNING = "running"
    OVER = "over"
    UNDONE = "undone"


class RecallReason(enum.StrEnum):
    """Why a manager takes granted time back."""

    WORKLOAD = "workload"
    ABSENCE = "absence"
    CRITICAL_SKILL = "critical_skill"
    PRIORITY = "priority"
    OTHER = "other"


LIVE_STATES = (RecallState.PLANNED, RecallState.RUNNING)
_LIVE = sa.text("state IN ('planned', 'running')")


class Recall(Identified, Created, Versioned, Base):
    """Weeks of an authorization that go back to the team, by the word of whoever decided at that moment.

    A suspension holds from `first_week` to `last_week`, Mondays; a revocation from `first_week` on, and then
    `last_week` is the last one that was granted until then. One stands at a time for each authorization.
    """

    __tablename__ = "recall"
    __table_args__ = (
        sa.CheckConstraint("last_week >= first_week", name="weeks"),
        sa.Index("uq_recall_live", "authorization_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        sa.Index("ix_recall_authorization", "authorization_id"),
        sa.Index("ix_recall_state", "state", "first_week"),
        IDS_FOR_GOOD,
    )

    authorization_id: Mapped[int] = mapped_column(sa.ForeignKey("authorization.id"))
    kind: Mapped[RecallKind] = mapped_column(choice(RecallKind, name="kind"))
    state: Mapped[RecallState] = mapped_column(choice(RecallState, name="state"), default=RecallState.PLANNED)
    first_week: Mapped[date]
    last_week: Mapped[date]
    reason: Mapped[RecallReason] = mapped_column(choice(RecallReason, name="reason"))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    authorization: Mapped[Authorization] = relationship()
    by: Mapped[Person] = relationship()
