"""The one way to write. A write outside `transaction()` is refused, so a view or a template cannot change anything.

On SQLite a unit of writing starts with BEGIN IMMEDIATE, so that what it reads cannot change under it; on both engines
everything read before is forgotten when it starts, so that a service decides on fresh rows.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.exc import StaleDataError

from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.extensions import WRITING, db

_HOOKS = "after_commit"
_READ_ONLY = "read_only"
_UNIT = "unit"
_REHEARSAL = "rehearsal"


class WriteOutsideTransaction(RuntimeError):
    """Something tried to write without `transaction()`, inside another one, or while answering a GET."""


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit on exit, roll back on any exception, refuse to nest, then run what `after_commit` collected.

    Raises `Conflict` when a row changed since it was read.
    """
    session = db.session()
    if session.info.get(WRITING):
        raise WriteOutsideTransaction("transactions do not nest: call the service from outside, or share its parts")
    if session.info.get(_READ_ONLY):
        raise WriteOutsideTransaction("a GET never changes state")
    if session.new or session.dirty or session.deleted:
        raise WriteOutsideTransaction(f"changes before the transaction: {list(session.new) + list(session.dirty)}")
    session.rollback()
    session.info[WRITING] = True
    hooks: list[Callable[[], Any]] = []
    session.info[_HOOKS] = hooks
    try:
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
        yield session
        if session.info.get(_REHEARSAL):
            session.flush()  # what the database refuses is refused here too
            session.rollback()
            hooks.clear()
        else:
            session.commit()
    except StaleDataError as stale:
        session.rollback()
        raise Conflict(_l("Someone changed this a moment ago. Here is how it stands now.")) from stale
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(WRITING, None)
        session.info.pop(_HOOKS, None)
        session.info.pop(_UNIT, None)
    for hook in hooks:
        hook()


@contextmanager
def rehearsal() -> Iterator[None]:
    """Carry services out for what they would do and say: every transaction inside ends with nothing written.

    Nothing of it can be read once its transaction is over, and what follows a commit does not happen.
    """
    session = db.session()
    if session.info.get(WRITING):
        raise WriteOutsideTransaction("a rehearsal begins before the transaction")
    session.info[_REHEARSAL] = True
    try:
        yield
    finally:
        session.info.pop(_REHEARSAL, None)


def unit_key() -> str:
    """A random key of the present transaction: the same for all that it writes."""
    session = db.session()
    if not session.info.get(WRITING):
        raise WriteOutsideTransaction("this belongs inside a transaction")
    key: str = session.info.setdefault(_UNIT, secrets.token_urlsafe(16))
    return key


def after_commit(hook: Callable[[], Any]) -> None:
    """Run `hook` once the present transaction is safely written; never if it fails."""
    session = db.session()
    if not session.info.get(WRITING):
        raise WriteOutsideTransaction("after_commit belongs inside a transaction")
    session.info[_HOOKS].append(hook)


def forbid_writes(forbidden: bool) -> None:
    """Refuse (or allow again) any transaction on the present session: set while a GET is answered."""
    db.session().info[_READ_ONLY] = forbidden


def _guard_flush(session: Session, context: Any, instances: Any) -> None:
    if session.info.get(WRITING):
        return
    if session.new or session.dirty or session.deleted:
        raise WriteOutsideTransaction("an object was changed outside transaction()")


def _guard_statement(state: ORMExecuteState) -> None:
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and not state.session.info.get(WRITING):
        raise WriteOutsideTransaction("a statement writes outside transaction()")


def install_guards() -> None:
    """Refuse ORM writes outside `transaction()`, once per process."""
    factory = db.session.session_factory
    if not event.contains(factory, "before_flush", _guard_flush):
        event.listen(factory, "before_flush", _guard_flush)
        event.listen(factory, "do_orm_execute", _guard_statement)


def is_unique_violation(error: sa.exc.IntegrityError) -> bool:
    """Whether an IntegrityError says that a unique value is taken (SQLSTATE 23505, or SQLite's words)."""
    return getattr(error.orig, "sqlstate", None) == "23505" or "UNIQUE constraint failed" in str(error.orig)
