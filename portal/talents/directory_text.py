"""What the directory is searched by, folded once when it is written instead of row by row when it is read.

A name changed, a headline written: the person's `directory_text` and `directory_job` follow in the same transaction.
Statements that write many people at once pass the mapper by, and call `refresh` after them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.core.folding import Folded
from portal.organization.models import Person
from portal.talents.models import Profile

BATCH = 500
_SOURCES = {Person: ("given_name", "family_name", "job_title"), Profile: ("headline_fr", "headline_en")}


def refresh(writer: Session | sa.Connection, ids: Collection[int] | None = None) -> None:
    """Write again what the directory is searched by, for these people, or for everyone."""
    if ids is None:
        writer.execute(_written())
        return
    rest = sorted(ids)
    for start in range(0, len(rest), BATCH):
        writer.execute(_written().where(Person.__table__.c.id.in_(rest[start : start + BATCH])))


def follow() -> None:
    """Keep up with every name and headline that is written through the mapper, once per process."""
    for kind in _SOURCES:
        for moment in ("after_insert", "after_update"):
            if not event.contains(kind, moment, _follow):
                event.listen(kind, moment, _follow)


def _written() -> sa.Update:
    person: Any = Person.__table__
    profile: Any = Profile.__table__
    headlines = (
        sa.select(profile.c.headline_fr + " " + profile.c.headline_en)
        .where(profile.c.person_id == person.c.id)
        .scalar_subquery()
    )
    said = person.c.given_name + " " + person.c.family_name + " " + sa.func.coalesce(headlines, "")
    return sa.update(person).values(directory_text=Folded(said), directory_job=Folded(person.c.job_title))


def _follow(mapper: Any, connection: sa.Connection, written: Person | Profile) -> None:
    state: Any = sa.inspect(written)
    if any(state.attrs[name].history.has_changes() for name in _SOURCES[type(written)]):
        refresh(connection, [written.id if isinstance(written, Person) else written.person_id])
