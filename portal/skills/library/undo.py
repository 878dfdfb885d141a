"""Putting back what an operation changed, as long as nothing since stands in the way.

What people wrote since wins: a level that someone changed on the merged skill stays as they said it. What cannot be put
back without undoing a later act of the library, or without taking a skill from people who took it up, is refused.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import audit
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import lazy_ngettext as _ln
from portal.core.submission import once
from portal.extensions import db
from portal.organization.models import Person
from portal.skills.library import notifications
from portal.skills.library.journal import (
    LIBRARY,
    Journal,
    batches,
    decoded,
    encoded,
    is_within_reach,
    read,
    record,
    require,
    table_of,
)
from portal.skills.library.locks import lock
from portal.skills.library.models import LibraryChange, LibraryOperation, OperationKind, SkillPair, SkillProposal
from portal.skills.library.moving import bumped
from portal.skills.library.references import Row, following
from portal.skills.models import Skill, SkillFamily, SkillLabel
from portal.skills.workflow import operation_undone

_SKILL, _LABEL, _FAMILY = Skill.__tablename__, SkillLabel.__tablename__, SkillFamily.__tablename__
TOO_OLD = _l("This was done more than 30 days ago: it can no longer be undone.")
Key = tuple[Any, ...]
DONE = _l("This was undone already.")
NEVER = _l("What was undone is done again by hand: the journal says how it stood.")
LATER = _l("Something done since changed the same: undo that first.")


@dataclass
class Return:
    """What undoing would write: rows to change, to put back and to take away; `refusals` say why it cannot be."""

    changes: list[tuple[sa.Table, int, Row]] = field(default_factory=list)
    back: list[tuple[sa.Table, Row]] = field(default_factory=list)
    away: list[tuple[sa.Table, int]] = field(default_factory=list)
    refusals: dict[str, Any] = field(default_factory=dict)  # by what they are about: each is said once
    brought: Counter[str] = field(default_factory=Counter)
    theirs: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))  # rows of features, by table
    skills: set[int] = field(default_factory=set)


def plan(session: Session, operation: LibraryOperation, *, lock: bool = False) -> Return:
    """What undoing this operation would do now. Writes nothing; `lock` keeps its rows as they are until it is done."""
    found = Return()
    if operation.kind is OperationKind.UNDO:
        found.refusals["never"] = NEVER
    elif session.scalar(sa.select(LibraryOperation.id).where(LibraryOperation.undoes_id == operation.id)):
        found.refusals["done"] = DONE
    elif not is_within_reach(operation):
        found.refusals["old"] = TOO_OLD
    if found.refusals:
        return found
    changes = session.scalars(
        sa.select(LibraryChange).where(LibraryChange.operation_id == operation.id).order_by(LibraryChange.id.desc())
    ).all()
    present = _present(session, changes, lock=lock)
    made = {
        subject: {change.row_id for change in changes if change.subject == subject and change.before is None}
        for subject in {change.subject for change in changes}
    }
    taken = _taken(session, changes, made)
    for change in changes:
        _plan_one(found, change, present, taken)
    _check_later(session, operation, found)
    _check_families(session, found)
    _check_uses(session, found, made)
    return found


def _present(session: Session, changes: Iterable[LibraryChange], *, lock: bool) -> dict[str, dict[int, Row]]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        wanted[change.subject].update(filter(None, (change.row_id, change.with_id)))
    found: dict[str, dict[int, Row]] = defaultdict(dict)
    for subject, ids in wanted.items():
        table = table_of(subject)
        for some in batches(ids):
            found[subject] |= read(session, table, table.c.id.in_(some), lock=lock)
    return found


def _plan_one(
    found: Return,
    change: LibraryChange,
    present: Mapping[str, Mapping[int, Row]],
    taken: Mapping[str, set[Key]],
) -> None:
    table, row = table_of(change.subject), present[change.subject].get(change.row_id)
    _note_skills(found, change)
    is_library = change.subject in LIBRARY
    if change.after is None:
        _plan_back(found, change, present, taken)
    elif change.before is None:
        if row is not None:
            _plan_away(found, table, row, is_changed=not is_library and not _reads(row, change.after))
    elif row is None:
        if is_library:
            found.refusals["later"] = LATER
    elif not _reads(row, change.after):
        if is_library or row.get("skill_id") != change.after.get("skill_id", row.get("skill_id")):
            found.refusals["later"] = LATER
    else:
        values = {name: decoded(table.c[name], value) for name, value in change.before.items() if name != "version"}
        found.theirs[change.subject].append(row)
        new = bumped(row) if is_library or "version" in change.after else {}
        found.changes.append((table, change.row_id, {**values, **new}))
        found.brought[change.subject] += 1


def _note_skills(found: Return, change: LibraryChange) -> None:
    if change.subject == _SKILL:
        found.skills.add(change.row_id)
    for values in (change.before, change.after):
        if values and values.get("skill_id"):
            found.skills.add(values["skill_id"])


def _reads(row: Row, values: Row) -> bool:
    return all(encoded(row[name]) == value for name, value in values.items() if name in row)


def _keys(subject: str) -> Sequence[str]:
    """The columns that name one row at most."""
    if subject == _LABEL:
        return ("skill_id", "lang", "folded")
    if subject in LIBRARY or not following[subject].owners:
        return ("id",)
    return ("skill_id", *following[subject].owners)


def _taken(session: Session, changes: Iterable[LibraryChange], made: Mapping[str, set[int]]) -> dict[str, set[Key]]:
    """For each table, the keys that rows hold by now where one would come back, those apart that go."""
    wanted: dict[str, set[Any]] = defaultdict(set)
    for change in changes:
        if change.after is None and change.before is not None:
            wanted[change.subject].add(change.before[_keys(change.subject)[0]])
    found: dict[str, set[Key]] = defaultdict(set)
    for subject, values in wanted.items():
        table, keys = table_of(subject), _keys(subject)
        for some in batches(values):
            rows = read(session, table, table.c[keys[0]].in_(some))
            found[subject] |= {
                tuple(row[name] for name in keys) for row in rows.values() if row["id"] not in made[subject]
            }
    return found


def _plan_back(
    found: Return,
    change: LibraryChange,
    present: Mapping[str, Mapping[int, Row]],
    taken: Mapping[str, set[Key]],
) -> None:
    """A row that was taken away comes back, unless its owner has another by now, or dropped the one it became."""
    table = table_of(change.subject)
    values = {name: decoded(table.c[name], value) for name, value in (change.before or {}).items()}
    if change.with_id is not None and change.with_id not in present[change.subject]:
        return
    if tuple(values[name] for name in _keys(change.subject)) not in taken[change.subject]:
        found.back.append((table, values))
        found.theirs[change.subject].append(values)
        found.brought[change.subject] += 1


def _plan_away(found: Return, table: sa.Table, row: Row, *, is_changed: bool) -> None:
    """A row that was added goes, unless people have made it theirs since."""
    if is_changed:
        found.refusals["changed"] = _l("People changed what this gave them since: it would be lost.")
    found.away.append((table, row["id"]))
    found.theirs[table.name].append(row)


def _check_later(session: Session, operation: LibraryOperation, found: Return) -> None:
    """What was made in the library goes, unless it was written anew since."""
    if any(table.name in LIBRARY for table, _ in found.away):
        same = sa.orm.aliased(LibraryChange)
        made = _later_than(operation, same).where(same.before.is_(None), same.subject.in_(LIBRARY))
        if session.scalar(made.limit(1)):
            found.refusals["later"] = LATER


def _check_families(session: Session, found: Return) -> None:
    """A family that was made goes, unless a skill is in it that neither goes nor leaves it."""
    families = [row_id for table, row_id in found.away if table.name == _FAMILY]
    if families:
        leaving = {row_id for table, row_id in found.away if table.name == _SKILL}
        leaving |= {row_id for table, row_id, values in found.changes if table.name == _SKILL and "family_id" in values}
        inside = session.scalars(sa.select(Skill.id).where(Skill.family_id.in_(families))).all()
        count = len(set(inside) - leaving)
        if count:
            found.refusals["family"] = _ln("A skill is in this family.", "%(num)d skills are in this family.", count)


def _check_uses(session: Session, found: Return, made: Mapping[str, set[int]]) -> None:
    """A skill that was made goes, unless anything else names it by now."""
    gone = [row_id for table, row_id in found.away if table.name == _SKILL]
    for some in batches(gone):
        for name, reference in following.items():
            named = sa.select(reference.table.c.id).where(reference.table.c.skill_id.in_(some))
            count = len(set(session.scalars(named)) - made.get(name, set()))
            if count:
                found.refusals[name] = _l(
                    "The skill that this made is in use since: %(uses)s.", uses=_InWords(reference.told, count)
                )
        if session.scalar(sa.select(Skill.id).where(Skill.successor_id.in_(some), Skill.id.not_in(gone)).limit(1)):
            found.refusals["later"] = LATER


class _InWords:
    """A number in words, in the language in which it is shown."""

    def __init__(self, told: Any, count: int) -> None:
        self.told, self.count = told, count

    def __str__(self) -> str:
        return str(self.told(self.count))


def undo(actor: Person, operation: LibraryOperation, *, key: str | None = None) -> LibraryOperation:
    """Put back what an operation changed. Raises `Forbidden`, `Conflict` with the reason when something prevents it."""
    require(actor)
    operation_id = operation.id

    def make(session: Session) -> LibraryOperation:
        undone = session.scalars(
            sa.select(LibraryOperation).where(LibraryOperation.id == operation_id).with_for_update()
        ).one()
        _lock(session, undone)
        found = plan(session, undone, lock=True)
        if found.refusals:
            about, reason = next(iter(found.refusals.items()))
            raise Conflict(reason, code=f"undo.{about}")
        record_of = LibraryOperation(
            kind=OperationKind.UNDO, undoes_id=operation_id, skill_id=None, other_id=None, data=dict(undone.data)
        )
        # What it is about may be what goes away: the journal then names it by its words alone.
        gone = {row_id for table, row_id in found.away if table.name == _SKILL}
        record_of.skill_id = undone.skill_id if undone.skill_id not in gone else None
        return record(session, actor, record_of, lambda journal: _write(journal, actor, undone, found, gone))

    return once(actor, key, LibraryOperation, make)


def _lock(session: Session, operation: LibraryOperation) -> None:
    skills = sa.select(LibraryChange.row_id).where(
        LibraryChange.operation_id == operation.id, LibraryChange.subject == _SKILL
    )
    lock(session, skills)


def _write(journal: Journal, actor: Person, undone: LibraryOperation, found: Return, gone: set[int]) -> None:
    session = journal.session
    states = _states(session, found)
    for table, row_id in found.away:
        if table.name not in (_SKILL, _FAMILY):
            session.execute(sa.delete(table).where(table.c.id == row_id))
    for table, row_id, values in found.changes:
        session.execute(sa.update(table).where(table.c.id == row_id).values(**values))
    for table, values in found.back:
        session.execute(sa.insert(table).values(**values))
    _take_away(session, gone)
    families = [row_id for table, row_id in found.away if table.name == _FAMILY]
    session.execute(sa.delete(SkillFamily).where(SkillFamily.id.in_(families)))
    session.expire_all()
    for skill in session.scalars(sa.select(Skill).where(Skill.id.in_(states))):
        audit.record(actor, skill, "undo", from_state=states[skill.id], to_state=skill.state)
    if undone.kind in (OperationKind.ACCEPT, OperationKind.REFUSE, OperationKind.MERGE):
        notifications.tell_reopened(_reopened(session, found))
    operation_undone(actor, journal.operation.skill_id, found.theirs)
    journal.touched |= found.skills - gone


def _take_away(session: Session, gone: set[int]) -> None:
    """Delete skills that nothing names any more, apart from the library's own notes."""
    operations: Any = LibraryOperation.__table__
    for name in ("skill_id", "other_id"):
        session.execute(sa.update(operations).where(operations.c[name].in_(gone)).values({name: None}))
    session.execute(sa.delete(SkillPair).where(sa.or_(SkillPair.first_id.in_(gone), SkillPair.second_id.in_(gone))))
    session.execute(sa.delete(SkillLabel).where(SkillLabel.skill_id.in_(gone)))
    session.execute(sa.delete(Skill).where(Skill.id.in_(gone)))


def _states(session: Session, found: Return) -> dict[int, Any]:
    ids = [row_id for table, row_id, values in found.changes if table.name == _SKILL and "state" in values]
    return {row.id: row.state for row in session.execute(sa.select(Skill.id, Skill.state).where(Skill.id.in_(ids)))}


def _reopened(session: Session, found: Return) -> list[SkillProposal]:
    ids = [row_id for table, row_id, _ in found.changes if table.name == SkillProposal.__tablename__]
    return list(session.scalars(sa.select(SkillProposal).where(SkillProposal.id.in_(ids))))


def later_than(operation: LibraryOperation) -> list[LibraryOperation]:
    """What was done since to the same rows and still stands: what has to be undone first."""
    ids = _later_than(operation, sa.orm.aliased(LibraryChange))
    select = sa.select(LibraryOperation).where(LibraryOperation.id.in_(ids)).order_by(LibraryOperation.id.desc())
    return list(db.session.scalars(select.limit(10)))


def _later_than(operation: LibraryOperation, same: Any) -> sa.Select[int]:
    """The ids of the operations that wrote the `same` row as this one since, and still stand."""
    later = sa.orm.aliased(LibraryChange)
    undone = sa.select(LibraryOperation.undoes_id).where(LibraryOperation.undoes_id.is_not(None))
    return (
        sa.select(later.operation_id)
        .join(same, sa.and_(same.subject == later.subject, same.row_id == later.row_id))
        .where(same.operation_id == operation.id, later.operation_id > operation.id, later.operation_id.not_in(undone))
    )
