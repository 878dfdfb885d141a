"""What names a skill, and how it follows when the skill is merged into another.

Features declare their tables here, since the library does not know them: `follows` for what moves, `stays` for what
keeps naming the former skill and why. A test compares these with the foreign keys of the whole schema, so that a new
table cannot be forgotten. `guard` keeps a transaction that ran beside a merge from naming the skill that is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.skills.models import Skill, SkillState

Row = dict[str, Any]
# What the kept row of each (kept, lost) pair becomes: the columns to write on it, empty when it stays as it is.
Combine = Callable[[Session, Sequence[tuple[Row, Row]]], list[Row]]
_SETTLED = "settled_skills"


def keep_the_first(session: Session, pairs: Sequence[tuple[Row, Row]]) -> list[Row]:
    """Of two rows about the same thing, the one that names the kept skill says enough."""
    return [{} for _ in pairs]


@dataclass(frozen=True)
class Reference:
    """A table whose `skill_id` follows a merge. `owners` are the columns that, with the skill, name one row at most;
    `combine` says what the one that stays becomes. `told` puts a number of its rows in words. `derived` are columns
    that the feature works out again after each operation (`labels_changed`): they are not noted, nor put back.
    """

    model: Any
    told: Callable[[int], str]
    owners: tuple[str, ...] = ()
    combine: Combine = keep_the_first
    derived: frozenset[str] = frozenset()

    @property
    def table(self) -> sa.Table:
        """Its table."""
        table: sa.Table = self.model.__table__
        return table


following: dict[str, Reference] = {}
staying: dict[tuple[str, str], str] = {}


def follows(reference: Reference) -> None:
    """Declare a table whose rows move with the skill they name."""
    following[reference.table.name] = reference


def stays(model: Any, *columns: str, because: str) -> None:
    """Declare columns that keep naming a merged skill."""
    staying.update({(model.__tablename__, column): because for column in columns})


def settle(session: Session, ids: Collection[int]) -> dict[int, int]:
    """For each of these skills, the one to name now: itself, or what it was merged into. Nobody merges any of them
    before the present transaction ends.
    """
    return {
        row.id: row.successor_id if row.state is SkillState.MERGED else row.id
        for row in _kept_as_they_are(session, ids)
    }


def _kept_as_they_are(session: Session, ids: Collection[int]) -> Sequence[Any]:
    """The states of these skills, which nobody changes before the present transaction ends."""
    return session.execute(
        sa.select(Skill.id, Skill.state, Skill.successor_id)
        .where(Skill.id.in_(ids))
        .order_by(Skill.id)
        .with_for_update(read=True, key_share=True)
    ).all()


def _named(session: Session) -> set[int]:
    """The skills that rows about to be written name for the first time."""
    rows = [row for row in (*session.new, *session.dirty) if row.__tablename__ in following]
    return {skill_id for row in rows for skill_id in _newly_named(row)}


def _newly_named(row: Any) -> list[int]:
    attributes = sa.inspect(row).attrs
    by_id = attributes.skill_id.history.added or ()
    by_object = attributes.skill.history.added or () if "skill" in attributes else ()
    return [skill_id for skill_id in (*by_id, *(skill.id for skill in by_object if skill)) if skill_id is not None]


def guard(session: Session, context: Any = None, instances: Any = None) -> None:
    """Before rows are written: each skill that they name still is one, and stays so until the end.

    Raises `Conflict` when one was merged or refused since it was read. Rows are locked here, before any of their own,
    in the order in which a merge takes them.
    """
    known: set[int] = session.info.setdefault(_SETTLED, set())
    named = _named(session) - known
    if not named:
        return
    with session.no_autoflush:
        states = {row.state for row in _kept_as_they_are(session, named)}
    if SkillState.MERGED in states:
        raise Conflict(_l("This skill was merged into another a moment ago. Here is how things stand now."))
    if SkillState.REFUSED in states:
        raise Conflict(_l("This skill has left the library in the meantime."))
    known |= named


def _forget(session: Session) -> None:
    session.info.pop(_SETTLED, None)


event.listen(Session, "before_flush", guard)
event.listen(Session, "after_commit", _forget)
event.listen(Session, "after_rollback", _forget)
