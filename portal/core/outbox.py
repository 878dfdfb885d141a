"""Work that follows a commit (mail, search index): rows written in the same transaction, delivered after it.

Delivery is at least once: handlers are idempotent. A row that keeps failing is parked, never lost, never in the way.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.model import UtcDateTime
from portal.core.transaction import transaction
from portal.extensions import Base, db

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=2)

Payload = dict[str, Any]
Handler = Callable[["list[OutboxItem]"], None]


class OutboxItem(Base):
    """One thing to deliver. `key` makes enqueuing twice harmless; `leased_until` keeps two workers apart."""

    __tablename__ = "outbox_item"
    __table_args__ = (
        sa.Index(
            "ix_outbox_item_due",
            "kind",
            "next_at",
            sqlite_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    key: Mapped[str] = mapped_column(sa.String(120), unique=True)
    payload: Mapped[Payload] = mapped_column(sa.JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(sa.Text)


_handlers: dict[str, tuple[Handler, bool]] = {}


def handler(kind: str, *, batch: bool = False) -> Callable[[Handler], Handler]:
    """Register the function that delivers items of `kind`; it raises to have them tried again.

    It gets one item at a time, or with `batch` all that are due at once (and one by one if the batch fails).
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = (function, batch)
        return function

    return register


def enqueue(kind: str, key: str, payload: Payload) -> OutboxItem:
    """Write one item in the present transaction."""
    item = OutboxItem(kind=kind, key=key, payload=payload)
    db.session.add(item)
    return item


def deliver_due(kind: str, *, limit: int = 50) -> int:
    """Claim what is due of `kind`, deliver it, and note the outcome. Returns how many items were claimed."""
    ids = _claim(kind, limit)
    if not ids:
        return 0
    deliver, batch = _handlers[kind]
    if batch and _try(deliver, ids) is None:
        _finish(ids)
        return len(ids)
    for item_id in ids:
        error = _try(deliver, [item_id])
        if error is None:
            _finish([item_id])
        else:
            _postpone(item_id, error)
    return len(ids)


def _try(deliver: Handler, ids: list[int]) -> Exception | None:
    items = list(db.session.scalars(sa.select(OutboxItem).where(OutboxItem.id.in_(ids)).order_by(OutboxItem.id)))
    try:
        deliver(items)
    except Exception as error:  # a handler may fail in any way; the row remembers how
        db.session.rollback()
        log.warning("outbox: %d item(s) failed: %s", len(ids), error)
        return error
    return None


def _claim(kind: str, limit: int) -> list[int]:
    now = clock.now()
    due = (
        sa.select(OutboxItem.id)
        .where(
            OutboxItem.kind == kind,
            OutboxItem.done_at.is_(None),
            OutboxItem.parked_at.is_(None),
            OutboxItem.next_at <= now,
            sa.or_(OutboxItem.leased_until.is_(None), OutboxItem.leased_until < now),
        )
        .order_by(OutboxItem.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    idle = db.session.scalar(due.limit(1)) is None
    db.session.rollback()
    if idle:
        return []
    with transaction() as session:
        ids = list(session.scalars(due))
        session.execute(sa.update(OutboxItem).where(OutboxItem.id.in_(ids)).values(leased_until=now + LEASE))
    return ids


def _finish(ids: list[int]) -> None:
    with transaction() as session:
        session.execute(
            sa.update(OutboxItem)
            .where(OutboxItem.id.in_(ids))
            .values(done_at=clock.now(), leased_until=None, error=None, attempts=OutboxItem.attempts + 1)
        )


def _postpone(item_id: int, error: Exception) -> None:
    with transaction() as session:
        item = session.get_one(OutboxItem, item_id)
        item.attempts += 1
        item.error = f"{type(error).__name__}: {error}"[:500]
        item.leased_until = None
        if item.attempts >= MAX_ATTEMPTS:
            item.parked_at = clock.now()
        else:
            item.next_at = clock.now() + timedelta(seconds=min(3600, 5 * 2**item.attempts))


def kinds() -> list[str]:
    """The kinds of item that have a handler."""
    return sorted(_handlers)


def oldest_due(kind: str) -> datetime | None:
    """When the oldest undelivered item of `kind` was due (to show a lag)."""
    return db.session.scalar(
        sa.select(sa.func.min(OutboxItem.next_at)).where(
            OutboxItem.kind == kind, OutboxItem.done_at.is_(None), OutboxItem.parked_at.is_(None)
        )
    )
