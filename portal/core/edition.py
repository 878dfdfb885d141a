"""A mark that changes with every write to what someone keeps a digest of, in the same transaction as the write.

Whoever keeps something computed from many rows keeps the mark beside it: while the database holds the same one, nothing
was written since. It is a random word and not a number, so that a backup put back never looks like what it replaced.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Mapper, ORMExecuteState, Session, mapped_column, object_session

from portal.core.model import new_public_id
from portal.core.prepared import Prepared
from portal.extensions import Base, db

_CHANGED = "editions_changed"
_KEPT = "kept_by_edition"
_watched: dict[Any, set[str]] = defaultdict(set)

_Value = TypeVar("_Value")


class Edition(Base):
    """The present mark of one digest."""

    __tablename__ = "edition"

    name: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    mark: Mapped[str] = mapped_column(sa.String(22))


def watch(name: str, models: Iterable[type[Base]]) -> None:
    """Turn the mark `name` with every write to these models, from now on, in any session."""
    for model in models:
        if not _watched[model.__table__]:
            for moment in ("after_insert", "after_update", "after_delete"):
                event.listen(model, moment, _note_object)
        _watched[model.__table__].add(name)


def mark_of(name: str | sa.BindParameter[str]) -> sa.Select[str]:
    """The present mark: no row when none was ever written, and nothing can then be kept."""
    return sa.select(Edition.mark).where(Edition.name == name)


_MARK = Prepared(mark_of(sa.bindparam("name")))


def present_mark(name: str) -> str:
    """The same, read: empty when none was ever written. One small query."""
    row = _MARK.row(name=name)
    return row.mark if row else ""


def is_changing(name: str) -> bool:
    """Whether the present session changed some of these rows and has not committed them: what it reads is not for all
    to keep.
    """
    return name in db.session().info.get(_CHANGED, ())


@dataclass
class _Shelf:
    """What was read at a mark; one thread at a time reads anew."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    kept: tuple[str, Any] | None = None


def kept(name: str, mark: str, read: Callable[[], _Value]) -> _Value:
    """What `read` makes of the rows that `name` marks, kept by the application while `mark` is the present one.

    `read` is a function of a module: it says what is kept. The mark is read before the rows, which can only be newer
    than it says, and are then read once too often. Nothing is kept without a mark, nor by a session that changed some
    of these rows and has not committed them: they would pass for those of the former mark.
    """
    if not mark or is_changing(name):
        return read()
    shelves: dict[Callable[[], Any], _Shelf] = current_app.extensions.setdefault(_KEPT, {})
    shelf = shelves.setdefault(read, _Shelf())
    known = shelf.kept
    if known is None or known[0] != mark:
        with shelf.lock:
            known = shelf.kept
            if known is None or known[0] != mark:  # nobody read it while this thread waited
                known = shelf.kept = (mark, read())
    value: _Value = known[1]
    return value


def _note(session: Session, table: Any) -> None:
    session.info.setdefault(_CHANGED, set()).update(_watched.get(table, ()))


def _note_object(mapper: Mapper[Any], connection: sa.Connection, target: Any) -> None:
    session = object_session(target)
    if session is not None:
        _note(session, mapper.local_table)


@event.listens_for(Session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        _note(state.session, getattr(state.statement, "table", None))


@event.listens_for(Session, "before_commit")
def _turn(session: Session) -> None:
    """Last of all and in one order, so that two transactions wait for each other no longer than a commit."""
    session.flush()
    for name in sorted(session.info.pop(_CHANGED, ())):
        table: Any = Edition.__table__
        connection, mark = session.connection(), new_public_id()
        if not connection.execute(sa.update(table).where(table.c.name == name).values(mark=mark)).rowcount:
            connection.execute(sa.insert(table).values(name=name, mark=mark))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_CHANGED, None)
