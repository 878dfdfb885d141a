"""The append-only record of what was decided, by whom, when, and under which rules. History pages read it."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.model import UtcDateTime
from portal.extensions import Base, db


class Event(Base):
    """One thing that happened to one object. Rows are never changed nor deleted (triggers on both engines)."""

    __tablename__ = "event"
    __table_args__ = (sa.Index("ix_event_subject", "subject_type", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    subject_type: Mapped[str] = mapped_column(sa.String(32))
    subject_id: Mapped[int]
    action: Mapped[str] = mapped_column(sa.String(48))
    from_state: Mapped[str | None] = mapped_column(sa.String(32))
    to_state: Mapped[str | None] = mapped_column(sa.String(32))
    reason_code: Mapped[str | None] = mapped_column(sa.String(48))
    text: Mapped[str | None] = mapped_column(sa.Text)
    rules_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pilot_rules.id"))
    data: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)


def record(
    actor: Any,
    subject: Any,
    action: str,
    *,
    from_state: enum.Enum | None = None,
    to_state: enum.Enum | None = None,
    reason_code: enum.Enum | str | None = None,
    text: str | None = None,
    rules_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Add one event about `subject` (flushed, so it has an id) by `actor` (None for the portal itself)."""
    event = Event(
        actor_id=actor.id if actor is not None else None,
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        action=action,
        from_state=_value(from_state),
        to_state=_value(to_state),
        reason_code=_value(reason_code),
        text=text or None,
        rules_id=rules_id,
        data=data or {},
    )
    db.session.add(event)
    return event


def _value(choice: enum.Enum | str | None) -> str | None:
    return choice.value if isinstance(choice, enum.Enum) else choice


def history(subject: Any) -> sa.Select[Event]:
    """The events of one object, oldest first."""
    return (
        sa.select(Event)
        .where(Event.subject_type == subject.__tablename__, Event.subject_id == subject.id)
        .order_by(Event.id)
    )
