"""Writing occupations: what is new is added, what changed in the vocabulary changes, and nothing is removed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.extensions import db
from portal.skills.models import Skill, SkillState
from portal.skills.occupations.entry import OccupationEntry
from portal.skills.occupations.models import Occupation, OccupationSkill
from portal.skills.vocabulary.merge import BATCH, Outcome

Changes = list[tuple[int | None, OccupationEntry]]


def merge(entries: Sequence[OccupationEntry], *, dry_run: bool = False) -> Outcome:
    """Bring occupations (all of one source) in, in one transaction. Doing it twice writes nothing more.

    Skills that the library lacks are passed over. A dry run writes nothing. Raises `Invalid` on a key given twice.
    """
    if len({entry.key for entry in entries}) < len(entries):
        raise Invalid(_l("Two occupations have the same identifier."), code="vocabulary.doubles")
    changes, outcome = compare(entries)
    db.session.rollback()
    if not changes or dry_run:
        return outcome
    with transaction() as session:
        changes, outcome = compare(entries)
        _write(session, changes)
    return outcome


def compare(entries: Sequence[OccupationEntry]) -> tuple[Changes, Outcome]:
    """What is to be written: entries with the id of the occupation that they change, or None for a new one."""
    source = entries[0].source if entries else ""
    known = {
        key: (occupation_id, digest)
        for key, occupation_id, digest in db.session.execute(
            sa.select(Occupation.key, Occupation.id, Occupation.imported_digest).where(Occupation.source == source)
        )
    }
    changes: Changes = []
    for entry in entries:
        occupation_id, digest = known.pop(entry.key, (None, None))
        if digest != entry.digest:
            changes.append((occupation_id, entry))
    created = sum(occupation_id is None for occupation_id, _ in changes)
    unchanged = len(entries) - len(changes)
    return changes, Outcome(created, len(changes) - created, unchanged, absent=len(known))


def _write(session: Session, changes: Changes) -> None:
    skills = _skills(session)
    changed = [(occupation_id, entry) for occupation_id, entry in changes if occupation_id is not None]
    for batch in _batches(changed):
        session.execute(sa.update(Occupation), [{"id": id_, **_columns(entry)} for id_, entry in batch])
        former = OccupationSkill.occupation_id.in_([occupation_id for occupation_id, _ in batch])
        session.execute(sa.delete(OccupationSkill).where(former))
    for batch in _batches([entry for occupation_id, entry in changes if occupation_id is None]):
        session.execute(sa.insert(Occupation), [_columns(entry) for entry in batch])
    ids = {row.key: row.id for row in session.execute(sa.select(Occupation.key, Occupation.id))}
    rows = (row for _, entry in changes for row in _links(entry, ids[entry.key], skills))
    while batch := list(islice(rows, BATCH)):
        session.execute(sa.insert(OccupationSkill), batch)


def _skills(session: Session) -> dict[str, int]:
    """The skills of the library by key, those that were merged as what they became."""
    rows = session.execute(sa.select(Skill.key, Skill.id, Skill.state, Skill.successor_id))
    return {row.key: row.successor_id if row.state is SkillState.MERGED else row.id for row in rows}


def _columns(entry: OccupationEntry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "source": entry.source,
        "label_fr": entry.label_fr,
        "label_en": entry.label_en,
        "names_fr": "\n".join(entry.names_fr),
        "names_en": "\n".join(entry.names_en),
        "imported_digest": entry.digest,
    }


def _links(entry: OccupationEntry, occupation_id: int, skills: dict[str, int]) -> Iterator[dict[str, Any]]:
    seen: set[int] = set()
    for keys, is_essential in ((entry.essential, True), (entry.optional, False)):
        for skill_id in (skills[key] for key in keys if key in skills):
            if skill_id not in seen:
                seen.add(skill_id)
                yield {"occupation_id": occupation_id, "skill_id": skill_id, "is_essential": is_essential}


def _batches(items: Sequence[Any]) -> Iterator[Any]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
