"""Moving what names a skill to another one, each row once, whatever people do meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core.i18n import ngettext
from portal.extensions import db
from portal.skills.library.journal import Journal, batches, read
from portal.skills.library.references import Reference, Row, following


@dataclass
class Move:
    """What becomes of the rows of one table: `moved` name the other skill from now on; `doubles` are (kept, lost)
    rows of the same owner, `combined` what each kept one becomes.
    """

    reference: Reference
    moved: dict[int, Row]
    doubles: list[tuple[Row, Row]]
    combined: list[Row] = field(default_factory=list)


def move_all(journal: Journal, lost_id: int, kept_id: int) -> dict[str, list[int]]:
    """Have everything that names one skill name the other. Both are locked by the caller. Returns the rows that moved,
    by table.

    What two rows of the same owner become is worked out before anything is written: it may depend on other tables.
    """
    session = journal.session
    moves = [_plan(session, reference, lost_id, kept_id) for reference in following.values()]
    for one in moves:
        one.combined = one.reference.combine(session, one.doubles) if one.doubles else []
    for one in moves:
        _write(journal, one, kept_id)
    return {one.reference.table.name: [*one.moved, *(lost["id"] for _, lost in one.doubles)] for one in moves}


def _plan(session: Session, reference: Reference, lost_id: int, kept_id: int) -> Move:
    table, owners = reference.table, reference.owners
    lost = read(session, table, table.c.skill_id == lost_id, lock=True)
    if not owners:
        return Move(reference, lost, [])
    other = table.alias()
    same = sa.and_(*(other.c[name] == table.c[name] for name in owners), other.c.skill_id == lost_id)
    kept = read(session, table, sa.and_(table.c.skill_id == kept_id, sa.exists().where(same)), lock=True)
    by_owner = {tuple(row[name] for name in owners): row for row in kept.values()}
    doubles, moved = [], {}
    for row in lost.values():
        first = by_owner.get(tuple(row[name] for name in owners))
        if first is None:
            moved[row["id"]] = row
        else:
            doubles.append((first, row))
    return Move(reference, moved, doubles)


def _write(journal: Journal, move: Move, kept_id: int) -> None:
    session, table = journal.session, move.reference.table
    rows = {**move.moved, **{row["id"]: row for pair in move.doubles for row in pair}}
    for ids in batches(move.moved):
        session.execute(sa.update(table).where(table.c.id.in_(ids)).values(skill_id=kept_id))
    for (kept, _lost), values in zip(move.doubles, move.combined, strict=True):
        if any(kept[name] != value for name, value in values.items()):
            session.execute(sa.update(table).where(table.c.id == kept["id"]).values(**values, **bumped(kept)))
    for ids in batches([lost["id"] for _, lost in move.doubles]):
        session.execute(sa.delete(table).where(table.c.id.in_(ids)))
    after: dict[int, Row] = {}
    for ids in batches(rows):
        after |= read(session, table, table.c.id.in_(ids))
    journal.note(table, rows, after, {lost["id"]: kept["id"] for kept, lost in move.doubles})


def take_off(journal: Journal, skill_id: int) -> dict[str, int]:
    """Take a skill that is not kept off what people say they hold and what seats ask. Evidence stays, attached to what
    was refused. Returns how many rows went, by table."""
    gone = {}
    for reference in following.values():
        if reference.owners:
            table = reference.table
            rows = read(journal.session, table, table.c.skill_id == skill_id, lock=True)
            for ids in batches(rows):
                journal.session.execute(sa.delete(table).where(table.c.id.in_(ids)))
            journal.note(table, rows, {})
            gone[table.name] = len(rows)
    return gone


def bumped(row: Mapping[str, Any]) -> dict[str, int]:
    """The next version of a row that has one: a form that read the former one is stale."""
    return {"version": row["version"] + 1} if "version" in row else {}


def foresee(lost_id: int, kept_id: int) -> list[str]:
    """What merging would move, in sentences: the rows of each table, and how many are about both. One statement."""
    selects: dict[str, Any] = {}
    for name, reference in following.items():
        table = reference.table
        selects[name] = sa.select(sa.func.count()).select_from(table).where(table.c.skill_id == lost_id)
        if reference.owners:
            other = table.alias()
            same = sa.and_(*(other.c[owner] == table.c[owner] for owner in reference.owners))
            selects[f"both_{name}"] = (
                sa.select(sa.func.count())
                .select_from(table.join(other, same))
                .where(table.c.skill_id == lost_id, other.c.skill_id == kept_id)
            )
    row = db.session.execute(sa.select(*(one.scalar_subquery().label(name) for name, one in selects.items()))).one()
    counts = row._asdict()
    told = []
    for name, reference in following.items():
        if counts[name]:
            both = counts.get(f"both_{name}", 0)
            words = str(reference.told(counts[name]))
            if both:
                words = ngettext("%(words)s (%(num)d with both)", "%(words)s (%(num)d with both)", both, words=words)
            told.append(words)
    return told
