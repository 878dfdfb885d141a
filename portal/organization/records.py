"""What happened to an object, with the name of whoever did it: what history pages and paths are told from."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.core.audit import Event
from portal.core.prepared import Prepared
from portal.organization.models import Person


class Record(NamedTuple):
    """One event. `by_id`, `given_name` and `family_name` are None when the portal itself did it."""

    subject_type: str
    action: str
    at: datetime
    reason_code: str | None
    text: str | None
    data: dict[str, Any]
    by_id: int | None
    given_name: str | None
    family_name: str | None

    @property
    def who(self) -> str:
        """The name of whoever did it; empty for the portal itself."""
        return f"{self.given_name or ''} {self.family_name or ''}".strip()


def records_of(*subjects: tuple[str, int]) -> list[Record]:
    """Every event of these objects, each named by its table and its key, oldest first. One query."""
    asked: dict[str, Any] = {}
    for number, (table, key) in enumerate(subjects):
        asked |= {f"table_{number}": table, f"key_{number}": key}
    return [Record(*row) for row in _records(len(subjects)).rows(**asked)]


@lru_cache(maxsize=16)
def _records(count: int) -> Prepared:
    """The events of so many objects, built once: their tables are `table_0`…, their keys `key_0`…"""
    ours = [
        sa.and_(
            Event.subject_type == sa.bindparam(f"table_{number}"), Event.subject_id == sa.bindparam(f"key_{number}")
        )
        for number in range(count)
    ]
    return Prepared(
        sa.select(
            Event.subject_type, Event.action, Event.at, Event.reason_code, Event.text, Event.data, Event.actor_id,
            Person.given_name, Person.family_name,
        )
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(sa.or_(*ours))
        .order_by(Event.id)
    )  # fmt: skip
