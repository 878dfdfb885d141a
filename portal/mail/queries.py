"""Reading the mails of the outbox."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from portal.core import clock
from portal.core.outbox import OutboxItem
from portal.core.pagination import Page, page_of, paged
from portal.core.prepared import reading
from portal.mail.outbox import KIND


@dataclass(frozen=True, slots=True)
class Stuck:
    """A mail that was given up: to whom, about which event, since when and why. Never what it says."""

    id: int
    name: str
    address: str
    event: str
    written_at: datetime
    parked_at: datetime
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class Queue:
    """What has not left: how many mails were given up, how many wait, since when the oldest does, and the last reason.

    A mail that waits for an hour to come (a digest, quiet hours) is not late.
    """

    parked: int
    waiting: int
    since: datetime | None
    reason: str


_PAYLOAD = OutboxItem.payload
_IS_MAIL = OutboxItem.kind == KIND
_IS_PARKED = sa.and_(_IS_MAIL, OutboxItem.parked_at.is_not(None))


def parked_mails(number: int) -> Page:
    """A page of the mails that were given up, the latest first."""
    columns = (
        *(OutboxItem.id, _PAYLOAD["name"].as_string(), _PAYLOAD["to"].as_string(), _PAYLOAD["event"].as_string()),
        *(_PAYLOAD["late"].as_string(), OutboxItem.created_at, OutboxItem.parked_at),
        *(OutboxItem.attempts, OutboxItem.error),
    )
    select = paged(sa.select(*columns).where(_IS_PARKED).order_by(OutboxItem.parked_at.desc(), OutboxItem.id.desc()))
    total = reading().scalar(sa.select(sa.func.count()).select_from(OutboxItem).where(_IS_PARKED)) or 0
    page = page_of(select, {}, number, total=total)
    stuck = [
        Stuck(id_, name or "", address or "", event or late or "", written, parked, attempts, error or "")
        for id_, name, address, event, late, written, parked, attempts, error in page.items
    ]
    return replace(page, items=stuck)


def count_parked() -> int:
    """How many mails were given up."""
    return reading().scalar(sa.select(sa.func.count()).select_from(OutboxItem).where(_IS_PARKED)) or 0


def queue_of_mails(*, parked: int) -> Queue:
    """What has not left, `parked` mails apart."""
    now = clock.now()
    open_now = (_IS_MAIL, OutboxItem.done_at.is_(None), OutboxItem.parked_at.is_(None))
    is_late = sa.or_(OutboxItem.next_at <= now, OutboxItem.error.is_not(None))
    count, since, reason = (
        reading()
        .execute(
            sa.select(sa.func.count(), sa.func.min(OutboxItem.created_at), sa.func.max(OutboxItem.error)).where(
                *open_now, is_late
            )
        )
        .one()
    )
    return Queue(parked, count, since, reason or "")


def mails(recipient: str = "") -> sa.Select[OutboxItem]:
    """Every mail written, newest first; only those whose address or name holds `recipient`."""
    is_written = OutboxItem.payload["subject"].as_string().is_not(None)
    select = sa.select(OutboxItem).where(OutboxItem.kind == KIND, is_written).order_by(OutboxItem.id.desc())
    if recipient:
        found = [OutboxItem.payload[part].as_string().icontains(recipient, autoescape=True) for part in ("to", "name")]
        select = select.where(sa.or_(*found))
    return select
