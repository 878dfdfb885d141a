"""Writing down what an operation changes, by reading the rows it is about before and after it."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import policies
from portal.core import clock
from portal.core.errors import Forbidden
from portal.core.i18n import lazy_gettext as _l
from portal.core.model import UtcDateTime
from portal.core.submission import once
from portal.organization.models import Person
from portal.skills.library.locks import lock
from portal.skills.library.models import LibraryChange, LibraryOperation, OperationKind, SkillProposal
from portal.skills.library.references import Row, following
from portal.skills.models import Skill, SkillFamily, SkillLabel
from portal.skills.workflow import labels_changed

KEPT = timedelta(days=30)
BATCH = 1000
LIBRARY = {model.__tablename__: model for model in (Skill, SkillLabel, SkillFamily, SkillProposal)}
# The version of a skill moves with each change, of its names too: what tells two states apart is the rest.
_UNNOTED = frozenset({"version"})
Act = Callable[["Journal"], None]


def encoded(value: Any) -> Any:
    """A value of a column as JSON holds it."""
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime) else value


def decoded(column: sa.Column[Any], value: Any) -> Any:
    """The value of a column from what JSON holds."""
    if value is None:
        return None
    if isinstance(column.type, sa.Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    if isinstance(column.type, UtcDateTime | sa.DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, sa.Date) else value


def table_of(subject: str) -> sa.Table:
    """The table of a change, of the library or of a feature that names skills."""
    model: Any = LIBRARY[subject] if subject in LIBRARY else following[subject].model
    table: sa.Table = model.__table__
    return table


def read(session: Session, table: sa.Table, where: sa.ColumnElement[bool], *, lock: bool = False) -> dict[int, Row]:
    """Rows by id, as they stand in the database."""
    select = sa.select(table).where(where).order_by(table.c.id)
    rows = session.execute(select.with_for_update() if lock else select).mappings()
    return {row["id"]: dict(row) for row in rows}


def batches(ids: Collection[int]) -> Iterator[list[int]]:
    """Ids in lists that fit in a statement."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


class Journal:
    """What one operation does, and the skills that it touches."""

    def __init__(self, session: Session, operation: LibraryOperation) -> None:
        self.session = session
        self.operation = operation
        self.touched: set[int] = set()

    def note(
        self,
        table: sa.Table,
        before: Mapping[int, Row],
        after: Mapping[int, Row],
        with_ids: Mapping[int, int] | None = None,
    ) -> None:
        """Write down what differs between two readings of the same rows."""
        rows = []
        for row_id in sorted(before.keys() | after.keys()):
            change = _change(table, before.get(row_id), after.get(row_id))
            if change is not None:
                rows.append(
                    {
                        "operation_id": self.operation.id,
                        "subject": table.name,
                        "row_id": row_id,
                        "before": change[0],
                        "after": change[1],
                        "with_id": (with_ids or {}).get(row_id),
                    }
                )
        for start in range(0, len(rows), BATCH):
            self.session.execute(sa.insert(LibraryChange), rows[start : start + BATCH])

    @contextmanager
    def skills(self, *ids: int) -> Iterator[set[int]]:
        """Lock these skills, and note what happens to them, their names and their proposals; add to the set those that
        are made."""
        watched = set(ids)
        lock(self.session, watched)
        before = {table: self._read(table, column, watched) for table, column in _parts()}
        yield watched
        self.session.flush()
        for table, column in _parts():
            self.note(table, before[table], self._read(table, column, watched))
        self.touched |= watched

    @contextmanager
    def families(self, *ids: int) -> Iterator[set[int]]:
        """Note what happens to these families; add to the set those that are made."""
        watched = set(ids)
        table = table_of(SkillFamily.__tablename__)
        before = read(self.session, table, table.c.id.in_(watched), lock=True)
        yield watched
        self.session.flush()
        self.note(table, before, read(self.session, table, table.c.id.in_(watched)))

    def _read(self, table: sa.Table, column: str, ids: Collection[int]) -> dict[int, Row]:
        rows: dict[int, Row] = {}
        for some in batches(ids):
            rows |= read(self.session, table, table.c[column].in_(some))
        return rows


def _parts() -> Sequence[tuple[Any, str]]:
    return ((Skill.__table__, "id"), (SkillLabel.__table__, "skill_id"), (SkillProposal.__table__, "skill_id"))


def _change(table: sa.Table, before: Row | None, after: Row | None) -> tuple[Row | None, Row | None] | None:
    """The columns that differ, before and after; all of them when there was, or is, no row. None when none does; a
    skill whose names alone do differs, in no column of its own."""
    if table.name not in LIBRARY:
        derived = following[table.name].derived
        before, after = _without(before, derived), _without(after, derived)
    unnoted = _UNNOTED if table.name in LIBRARY else frozenset()
    if before is None or after is None:
        return _whole(before), _whole(after)
    if before == after:
        return None
    names = [name for name, value in after.items() if value != before[name] and name not in unnoted]
    return {name: encoded(before[name]) for name in names}, {name: encoded(after[name]) for name in names}


def _without(row: Row | None, names: frozenset[str]) -> Row | None:
    return row if row is None or not names else {name: value for name, value in row.items() if name not in names}


def _whole(row: Row | None) -> Row | None:
    return None if row is None else {name: encoded(value) for name, value in row.items()}


def require(actor: Person) -> None:
    """Raise `Forbidden` for whoever does not look after the library."""
    if not policies.library_govern(actor):
        raise Forbidden(_l("Human resources look after the skills library."))


def perform(
    actor: Person,
    kind: OperationKind,
    act: Act,
    *,
    key: str | None = None,
    skill: Skill | None = None,
    other: Skill | None = None,
) -> LibraryOperation:
    """Do one thing to the library in a transaction, noted: `act` does it. Sent twice with one `key`, it is done once.

    Raises `Forbidden`, and what `act` raises.
    """
    require(actor)
    skill_id, other_id = (one.id if one is not None else None for one in (skill, other))
    about = {one for one in (skill_id, other_id) if one is not None}

    def make(session: Session) -> LibraryOperation:
        lock(session, about)
        return record(session, actor, LibraryOperation(kind=kind, skill_id=skill_id, other_id=other_id, data={}), act)

    return once(actor, key, LibraryOperation, make)


def record(session: Session, actor: Person | None, operation: LibraryOperation, act: Act) -> LibraryOperation:
    """The same inside a transaction, for an operation that says what it is."""
    operation.actor_id = actor.id if actor is not None else None
    session.add(operation)
    session.flush()
    journal = Journal(session, operation)
    act(journal)
    session.flush()
    if journal.touched:
        labels_changed(journal.touched)
    return operation


def is_within_reach(operation: LibraryOperation) -> bool:
    """Whether it is recent enough to be undone."""
    return operation.at > clock.now() - KEPT
