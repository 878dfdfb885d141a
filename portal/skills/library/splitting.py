"""Making two skills of one that meant two things."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import audit
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.core.model import new_public_id
from portal.organization.models import Person
from portal.skills.library import names
from portal.skills.library.journal import Journal, batches, perform, read, require
from portal.skills.library.locks import hold
from portal.skills.library.models import LibraryOperation, OperationKind
from portal.skills.library.names import Wording
from portal.skills.library.proposals import named
from portal.skills.library.references import Reference, following
from portal.skills.models import Skill, SkillState
from portal.skills.workflow import skill_split


@dataclass(frozen=True)
class Parts:
    """What a split makes: the words of the skill that stays, those of the new one, and the tables whose rows are about
    both (those of the others stay with the first).
    """

    first: Wording
    second: Wording
    shared: Collection[str]


def split(
    actor: Person, skill: Skill, parts: Parts, *, version: int | None = None, key: str | None = None
) -> LibraryOperation:
    """Make a second skill beside this one. Raises `Forbidden`, `Conflict`, `Invalid` with fields of either part
    (`second-…` for the new one)."""
    require(actor)
    skill_id = skill.id

    def act(journal: Journal) -> None:
        session = journal.session
        with journal.skills(skill_id) as watched:
            (first,) = hold(session, skill_id)
            if first.state is not SkillState.ACTIVE:
                raise Conflict(_l("This skill has left the library in the meantime."))
            first.expect(version)
            names.check(session, parts.first, skill_id)
            names.write(first, parts.first)
            session.flush()
            second = _make(session, parts.second)
            watched.add(second.id)
            shared = {name: _share(journal, following[name], skill_id, second.id) for name in parts.shared}
            audit.record(actor, first, "split", data={"skill_id": second.id})
            audit.record(actor, second, "made", to_state=second.state, data={"skill_id": skill_id})
            journal.operation.other_id = second.id
            journal.operation.data = (
                named(first) | named(second, "other_") | {"moved": {name: len(ids) for name, ids in shared.items()}}
            )
        skill_split(actor, first, second, shared)

    return perform(actor, OperationKind.SPLIT, act, key=key, skill=skill)


def _make(session: Session, words: Wording) -> Skill:
    with names.at("second-"):
        names.check(session, words)
    skill = names.made(words)
    session.add(skill)
    session.flush()
    return skill


def _share(journal: Journal, reference: Reference, first_id: int, second_id: int) -> list[int]:
    """Have the rows that name one skill name the other as well: a copy of each. Returns their ids."""
    session, table = journal.session, reference.table
    rows = read(session, table, table.c.skill_id == first_id, lock=True)
    copies = [_copy(table, row, second_id) for row in rows.values()]
    made: list[int] = []
    for copy in copies:
        made.append(session.execute(sa.insert(table).values(**copy)).inserted_primary_key[0])  # type: ignore[attr-defined]
    for ids in batches(made):
        journal.note(table, {}, read(session, table, table.c.id.in_(ids)))
    return made


def _copy(table: sa.Table, row: dict[str, Any], skill_id: int) -> dict[str, Any]:
    values = {name: value for name, value in row.items() if name != "id"} | {"skill_id": skill_id}
    return values | ({"public_id": new_public_id()} if "public_id" in table.c else {})
