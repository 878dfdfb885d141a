"""What happened to an object, with the name of whoever did it: what history pages and paths are told from."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.core.audit import Event
from portal.extensions import db
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
    ours = [sa.and_(Event.subject_type == table, Event.subject_id == key) for table, key in subjects]
    rows = db.session.execute(
        sa.select(
            Event.subject_type, Event.action, Event.at, Event.reason_code, Event.text, Event.data, Event.actor_id,
            Person.given_name, Person.family_name,
        )
        .outerjoin(Person, Person.id == Event.actor_id)
        .where(sa.or_(*ours))
        .order_by(Event.id)
    )  # fmt: skip
    return [Record(*row) for row in rows]
