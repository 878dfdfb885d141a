"""Asking for the search index to follow, inside the transaction that changes something: it reads the rows after it."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import outbox
from portal.core.submission import new_key

KIND = "index"
MISSION = "mission"
TALENT = "talent"
# How the keys begin of what takes something out of the index: until it is delivered, searches do without the index.
HIDING = f"{KIND}:hiding:"


def read_again(kind: str, row_id: int, *, hides: bool = False) -> None:
    """Have a mission or a person indexed again once the present transaction is written.

    `hides` when someone may read less of it from now on.
    """
    outbox.enqueue(KIND, _key(kind, row_id, hides=hides), _payload(kind, row_id))


def read_many_again(session: Session, kind: str, row_ids: Iterable[int]) -> None:
    """The same for many at once, in one statement."""
    rows = [{"kind": KIND, "key": _key(kind, row_id), "payload": _payload(kind, row_id)} for row_id in row_ids]
    session.execute(sa.insert(outbox.OutboxItem), rows)


def is_late_to_hide() -> bool:
    """Whether someone may read less than before, and the index still holds it. One small query."""
    return outbox.is_awaited(KIND, HIDING)


def _key(kind: str, row_id: int, *, hides: bool = False) -> str:
    return f"{HIDING if hides else f'{KIND}:'}{kind}:{row_id}:{new_key()}"


def _payload(kind: str, row_id: int) -> outbox.Payload:
    return {"kind": kind, "id": row_id}
