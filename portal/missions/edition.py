"""A mark that changes with every write to what the list of missions counts, in the same transaction as the write.

Whoever keeps something computed from missions keeps the mark beside it: while the database holds the same one, nothing
was written since. It is a random word and not a number, so that a backup put back never looks like what it replaced.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, object_session

from portal.core.model import new_public_id
from portal.missions.models import Mission, MissionEdition, Seat, SeatSkill
from portal.organization.models import Unit
from portal.pilots.models import Pilot

COUNTED: tuple[Any, ...] = (Mission, Seat, SeatSkill, Unit, Pilot)
_TABLES = frozenset(model.__table__ for model in COUNTED)
_EDITION: Any = MissionEdition.__table__
_CHANGED = "missions_changed"


def _note_object(mapper: Mapper[Any], connection: sa.Connection, target: Any) -> None:
    session = object_session(target)
    if session is not None:
        session.info[_CHANGED] = True


for _model in COUNTED:
    for _moment in ("after_insert", "after_update", "after_delete"):
        event.listen(_model, _moment, _note_object)


@event.listens_for(Session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    if (state.is_insert or state.is_update or state.is_delete) and state.statement.table in _TABLES:  # type: ignore[attr-defined]
        state.session.info[_CHANGED] = True


@event.listens_for(Session, "before_commit")
def _turn(session: Session) -> None:
    """Last of all, so that two transactions hold each other up no longer than a commit and never in two orders."""
    session.flush()
    if session.info.pop(_CHANGED, False):
        mark = new_public_id()
        turned = session.connection().execute(sa.update(_EDITION).values(mark=mark))
        if not turned.rowcount:
            session.connection().execute(sa.insert(_EDITION).values(id=1, mark=mark))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_CHANGED, None)
