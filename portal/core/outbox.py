"""Work that follows a commit (mail, search index): rows written in the same transaction, delivered after it.

Delivery is at least once: handlers are idempotent. A row that keeps failing is parked, never lost, never in the way.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.chunks import chunks
from portal.core.model import UtcDateTime
from portal.core.prepared import Prepared
from portal.core.transaction import transaction
from portal.extensions import Base, db

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=5)

Payload = dict[str, Any]
Handler = Callable[["list[OutboxItem]"], None]


class OutboxItem(Base):
    """One thing to deliver. `key` names it: the same twice is refused. `leased_until` keeps two workers apart."""

    __tablename__ = "outbox_item"
    __table_args__ = (
        sa.Index(
            "ix_outbox_item_due",
            "kind",
            "next_at",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
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
    """Write one item in the present transaction. Two items with one `key` fail together: give each its own."""
    item = OutboxItem(kind=kind, key=key, payload=payload)
    db.session.add(item)
    return item


def enqueue_once(kind: str, key: str, payload: Payload, *, due: datetime) -> bool:
    """Write one item that is due at an instant, inside the present transaction; False when its key is taken already."""
    session = db.session()
    flavour: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"kind": kind, "key": key, "payload": payload, "created_at": clock.now(), "next_at": due, "attempts": 0}
    insert = flavour.insert(OutboxItem).values(row).on_conflict_do_nothing(index_elements=["key"])
    return session.execute(insert.returning(OutboxItem.id)).first() is not None


class NotBefore(Exception):
    """A handler must not deliver this item yet: it is tried at `due`, and no attempt is counted."""

    def __init__(self, due: datetime) -> None:
        super().__init__(f"not before {due:%Y-%m-%d %H:%M} UTC")
        self.due = due


class NotNow(Exception):
    """A handler cannot deliver anything of its kind at present (no server): the items wait, none is to blame.

    Nothing of the kind is tried again for `seconds`, and no attempt is counted. `told` when the worker said it as it
    started: the log need not hear it again with each item.
    """

    def __init__(self, message: str, *, seconds: int = 30, told: bool = False) -> None:
        super().__init__(message)
        self.seconds = seconds
        self.told = told


def deliver_due(kind: str, *, limit: int = 50) -> int:
    """Claim what is due of `kind`, deliver it, and note the outcome. Returns how many items were handled."""
    deliver, batch = _handlers[kind]
    return _deliver_batch(kind, deliver, limit) if batch else _deliver_singly(kind, deliver, limit)


def _deliver_singly(kind: str, deliver: Handler, limit: int) -> int:
    # One lease at a time: a slow server would outlast the leases of fifty mails claimed together.
    for handled in range(limit):
        ids = _claim(kind, 1)
        if not ids or not _deliver_one(kind, deliver, ids[0]):
            return handled
    return limit


def _deliver_batch(kind: str, deliver: Handler, limit: int) -> int:
    ids = _claim(kind, limit)
    if not ids:
        return 0
    error = _try(deliver, ids)
    if error is None:
        finish(ids)
    elif isinstance(error, NotNow):
        _hold(kind, ids, error)
        return 0
    else:
        for item_id in ids:
            _deliver_one(kind, deliver, item_id)
    return len(ids)


def _deliver_one(kind: str, deliver: Handler, item_id: int) -> bool:
    """Deliver one claimed item; False when its kind cannot be delivered at present."""
    error = _try(deliver, [item_id])
    if isinstance(error, NotNow):
        _hold(kind, [item_id], error)
        return False
    if error is None:
        finish([item_id])
    elif isinstance(error, NotBefore):
        _put_off(item_id, error.due)
    else:
        _postpone(item_id, error)
    return True


def _try(deliver: Handler, ids: list[int]) -> Exception | None:
    items = list(db.session.scalars(sa.select(OutboxItem).where(OutboxItem.id.in_(ids)).order_by(OutboxItem.id)))
    try:
        deliver(items)
    except NotNow as error:
        if not error.told:
            log.warning("outbox: %s waits: %s", items[0].kind if items else "", error)
        return error
    except NotBefore as error:
        return error
    except Exception as error:  # a handler may fail in any way; the row remembers how
        log.warning("outbox: %s %s failed: %s", items[0].kind if items else "", ids, error)
        return error
    finally:
        db.session.rollback()  # what a handler read or left behind must not weigh on the next one
    return None


def _is_due(kind: str, now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(
        OutboxItem.kind == kind,
        OutboxItem.done_at.is_(None),
        OutboxItem.parked_at.is_(None),
        OutboxItem.next_at <= now,
        sa.or_(OutboxItem.leased_until.is_(None), OutboxItem.leased_until < now),
    )


def _claim(kind: str, limit: int) -> list[int]:
    """Lease up to `limit` due items and count the attempt, so that one that kills its worker ends parked too."""
    now = clock.now()
    due = sa.select(OutboxItem.id).where(_is_due(kind, now)).order_by(OutboxItem.id).limit(limit)
    idle = db.session.scalar(due.limit(1)) is None
    db.session.rollback()
    if idle:
        return []
    with transaction() as session:
        session.execute(
            sa.update(OutboxItem)
            .where(_is_due(kind, now), OutboxItem.attempts >= MAX_ATTEMPTS)
            .values(parked_at=now, leased_until=None, error="every attempt was cut off")
        )
        ids = list(session.scalars(due.with_for_update(skip_locked=True)))
        session.execute(
            sa.update(OutboxItem)
            .where(OutboxItem.id.in_(ids))
            .values(leased_until=now + LEASE, attempts=OutboxItem.attempts + 1)
        )
    return ids


def finish(ids: Collection[int]) -> None:
    """Note that these are delivered, or that nothing is left to deliver of them."""
    done = {"done_at": clock.now(), "leased_until": None, "parked_at": None, "error": None}
    with transaction() as session:
        for some in chunks(sorted(ids)):
            session.execute(sa.update(OutboxItem).where(OutboxItem.id.in_(some)).values(**done))


def _postpone(item_id: int, error: Exception) -> None:
    """Try again after 5 s, 20 s, 80 s… about seven hours in all, then park."""
    with transaction() as session:
        item = session.get_one(OutboxItem, item_id)
        item.error = f"{type(error).__name__}: {error}"[:500]
        item.leased_until = None
        if item.attempts >= MAX_ATTEMPTS:
            item.parked_at = clock.now()
        else:
            item.next_at = clock.now() + timedelta(seconds=5 * 4 ** (item.attempts - 1))


def _put_off(item_id: int, due: datetime) -> None:
    with transaction() as session:
        session.execute(
            sa.update(OutboxItem)
            .where(OutboxItem.id == item_id)
            .values(next_at=due, leased_until=None, attempts=OutboxItem.attempts - 1)
        )


def _hold(kind: str, ids: list[int], reason: NotNow) -> None:
    now = clock.now()
    later = {"next_at": now + timedelta(seconds=reason.seconds), "error": str(reason)[:500]}
    with transaction() as session:
        session.execute(sa.update(OutboxItem).where(_is_due(kind, now)).values(**later))
        session.execute(
            sa.update(OutboxItem)
            .where(OutboxItem.id.in_(ids))
            .values(leased_until=None, attempts=OutboxItem.attempts - 1, **later)
        )


def retry_parked(kind: str | None = None) -> int:
    """Give parked items (of one kind, or all) their attempts back. Returns how many."""
    parked = OutboxItem.parked_at.is_not(None)
    with transaction() as session:
        result = session.execute(
            sa.update(OutboxItem)
            .where(parked, OutboxItem.kind == kind if kind else sa.true())
            .values(parked_at=None, leased_until=None, attempts=0, next_at=clock.now())
        )
    return int(result.rowcount)  # type: ignore[attr-defined]


def retry(item_id: int) -> OutboxItem | None:
    """Give one parked item its attempts back, inside the present transaction; None when it is parked no more."""
    select = sa.select(OutboxItem).where(OutboxItem.id == item_id, OutboxItem.parked_at.is_not(None))
    item = db.session.scalar(select.with_for_update())
    if item is not None:
        item.parked_at, item.leased_until, item.attempts, item.next_at = None, None, 0, clock.now()
    return item


def forget_delivered(before: datetime) -> None:
    """Delete the items delivered before an instant."""
    with transaction() as session:
        session.execute(sa.delete(OutboxItem).where(OutboxItem.done_at < before))


def kinds() -> list[str]:
    """The kinds of item that have a handler."""
    return sorted(_handlers)


def is_awaited(kind: str, prefix: str) -> bool:
    """Whether an item of a kind whose key begins with `prefix` was not delivered yet, be it parked. One small query."""
    return bool(_AWAITED.rows(kind=kind, prefix=f"{prefix}%"))


_AWAITED = Prepared(
    sa.select(OutboxItem.id)
    .where(
        OutboxItem.kind == sa.bindparam("kind"),
        OutboxItem.done_at.is_(None),
        OutboxItem.key.like(sa.bindparam("prefix")),
    )
    .limit(1)
)


def undelivered(kind: str) -> sa.Select[int, Payload]:
    """The id and the payload of every item of `kind` that was not delivered, be it parked."""
    waits = (OutboxItem.kind == kind, OutboxItem.done_at.is_(None))
    return sa.select(OutboxItem.id, OutboxItem.payload).where(*waits).order_by(OutboxItem.id)


def has_parked(kind: str) -> bool:
    """Whether an item of `kind` was given up."""
    parked = sa.select(OutboxItem.id).where(OutboxItem.kind == kind, OutboxItem.parked_at.is_not(None))
    return db.session.scalar(parked.limit(1)) is not None


def oldest_due(kind: str) -> datetime | None:
    """When the oldest undelivered item of `kind` was due (to show a lag)."""
    return db.session.scalar(
        sa.select(sa.func.min(OutboxItem.next_at)).where(
            OutboxItem.kind == kind, OutboxItem.done_at.is_(None), OutboxItem.parked_at.is_(None)
        )
    )
