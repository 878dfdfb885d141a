"""Writing a vocabulary into the library: what is new is added, what changed there is changed, the rest is left.

A skill that reads otherwise than the last import wrote it was changed by someone here: it is left as it is. State is
never touched (a retired skill stays retired), and nothing is removed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.extensions import db
from portal.skills.library.journal import Journal, record
from portal.skills.library.models import LibraryOperation, OperationKind
from portal.skills.models import Skill, SkillFamily, SkillLabel
from portal.skills.vocabulary.entry import Entry, Family

BATCH = 1000
MOST_KEPT = 300  # of those changed here, written in the report of an import
Progress = Callable[[int], None]
_TABLE: Any = Skill.__table__
_FIELDS = (
    *("family", "label_fr", "label_en", "description_fr", "description_en", "alternatives_fr", "alternatives_en"),
)


@dataclass(frozen=True)
class Outcome:
    """How many skills an import added, changed, found as they were, left because they were changed here, or did not
    find in the vocabulary any more (they are kept). `joined` were left to a skill that already has their name.
    `differing` are those left as changed here: what they are called, and what the vocabulary has otherwise."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    absent: int = 0
    joined: int = 0
    differing: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), compare=False)


@dataclass
class Differences:
    """What an import has to write."""

    families: list[Family] = field(default_factory=list)
    created: list[Entry] = field(default_factory=list)
    changed: list[tuple[int, Entry]] = field(default_factory=list)
    kept: list[tuple[int, Entry, Entry]] = field(default_factory=list)  # its id, here, there
    unchanged: int = 0
    absent: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.families or self.created or self.changed)

    @property
    def outcome(self) -> Outcome:
        """The same, counted."""
        differing = tuple((here.label_en, tuple(differences(here, there))) for _, here, there in self.kept)
        return Outcome(
            len(self.created), len(self.changed), self.unchanged, len(self.kept), self.absent, differing=differing
        )

    @property
    def report(self) -> dict[str, Any]:
        """The same for the journal, with both readings of each field that was kept because it had been changed here."""
        return {
            "created": len(self.created),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "absent": self.absent,
            "kept": len(self.kept),
            "differing": [
                {"id": skill_id, "name_fr": here.label_fr, "name_en": here.label_en, "fields": differences(here, there)}
                for skill_id, here, there in self.kept[:MOST_KEPT]
            ],
        }


def differences(here: Entry, there: Entry) -> dict[str, tuple[str, str]]:
    """The fields that two readings of a skill say otherwise, each as (here, there)."""
    found = {}
    for name in _FIELDS:
        values = tuple(
            " · ".join(value) if isinstance(value := getattr(entry, name), tuple) else value for entry in (here, there)
        )
        if values[0] != values[1]:
            found[name] = (values[0], values[1])
    return found


def merge(
    families: Sequence[Family], entries: Sequence[Entry], *, progress: Progress | None = None, dry_run: bool = False
) -> Outcome:
    """Bring a vocabulary (all of one source) into the library in one transaction. Doing it twice writes nothing more.

    `progress` is told how many skills were dealt with, batch after batch. A dry run says what would be done, and
    writes nothing. Raises `Invalid` on a key given twice.
    """
    progress = progress or (lambda count: None)
    if len({entry.key for entry in entries}) < len(entries):
        raise Invalid(_l("Two skills have the same identifier."), code="vocabulary.doubles")
    found = compare(families, entries)
    db.session.rollback()
    if found.is_empty or dry_run:
        progress(len(entries))
        return found.outcome
    with transaction() as session:
        found = compare(families, entries)
        progress(found.unchanged + len(found.kept))
        data = found.report | {"source": entries[0].source if entries else ""}
        operation = LibraryOperation(kind=OperationKind.VOCABULARY, data=data)
        record(session, None, operation, lambda journal: _write(journal, found, progress))
    return found.outcome


def compare(families: Sequence[Family], entries: Sequence[Entry]) -> Differences:
    """What differs between a vocabulary and the library."""
    session = db.session()
    known_families = set(session.scalars(sa.select(SkillFamily.key)))
    found = Differences(families=[family for family in families if family.key not in known_families])
    source = entries[0].source if entries else ""
    known = {
        key: (skill_id, digest)
        for key, skill_id, digest in session.execute(
            sa.select(Skill.key, Skill.id, Skill.imported_digest).where(Skill.source == source)
        )
    }
    stale: dict[int, tuple[str | None, Entry]] = {}
    for entry in entries:
        skill_id, digest = known.pop(entry.key, (None, None))
        if skill_id is None:
            found.created.append(entry)
        elif digest == entry.digest:
            found.unchanged += 1
        else:
            stale[skill_id] = (digest, entry)
    found.absent = len(known)
    present = dict(_present(session, list(stale)))
    for skill_id, (digest, entry) in stale.items():
        if present[skill_id].digest == digest:
            found.changed.append((skill_id, entry))
        else:
            found.kept.append((skill_id, present[skill_id], entry))
    return found


def _present(session: Session, ids: list[int]) -> Iterator[tuple[int, Entry]]:
    """Skills as they read now, in the words of a vocabulary."""
    for batch in _batches(ids):
        labels: dict[tuple[int, str], list[str]] = defaultdict(list)
        for skill_id, lang, text in session.execute(
            sa.select(SkillLabel.skill_id, SkillLabel.lang, SkillLabel.text).where(
                SkillLabel.skill_id.in_(batch), SkillLabel.is_preferred.is_(False)
            )
        ):
            labels[skill_id, lang].append(text)
        for skill, family in session.execute(
            sa.select(Skill, SkillFamily.key).outerjoin(Skill.family).where(Skill.id.in_(batch))
        ):
            yield (
                skill.id,
                Entry(
                    key=skill.key,
                    source=skill.source,
                    family=family or "",
                    label_fr=skill.label_fr,
                    label_en=skill.label_en,
                    description_fr=skill.description_fr,
                    description_en=skill.description_en,
                    alternatives_fr=tuple(sorted(labels[skill.id, "fr"])),
                    alternatives_en=tuple(sorted(labels[skill.id, "en"])),
                ),
            )


def _write(journal: Journal, found: Differences, progress: Progress) -> None:
    session = journal.session
    with journal.families() as made:
        families = [SkillFamily(key=one.key, name_fr=one.name_fr, name_en=one.name_en) for one in found.families]
        session.add_all(families)
        session.flush()
        made |= {family.id for family in families}
    family_ids = {row.key: row.id for row in session.execute(sa.select(SkillFamily.key, SkillFamily.id))}
    for batch in _batches(found.created):
        session.execute(sa.insert(Skill), [_columns(entry, family_ids) for entry in batch])
        keys = [entry.key for entry in batch]
        ids = {row.key: row.id for row in session.execute(_ids(keys))}
        _write_labels(session, [(ids[entry.key], entry) for entry in batch])
        journal.note(_TABLE, {}, {ids[key]: {"id": ids[key], "key": key} for key in keys})
        progress(len(batch))
    for changes in _batches(found.changed):
        with journal.skills(*(skill_id for skill_id, _ in changes)):
            _rewrite(session, changes, family_ids)
        progress(len(changes))


def _rewrite(session: Session, changes: Sequence[tuple[int, Entry]], family_ids: dict[str, int]) -> None:
    rows = [{"one": skill_id, **_columns(entry, family_ids)} for skill_id, entry in changes]
    written: dict[str, Any] = {name: sa.bindparam(name) for name in rows[0] if name != "one"}
    session.connection().execute(
        sa.update(_TABLE).where(_TABLE.c.id == sa.bindparam("one")).values(**written, version=_TABLE.c.version + 1),
        rows,
    )
    session.execute(sa.delete(SkillLabel).where(SkillLabel.skill_id.in_([skill_id for skill_id, _ in changes])))
    _write_labels(session, changes)


def _ids(keys: list[str]) -> sa.Select[str, int]:
    return sa.select(Skill.key, Skill.id).where(Skill.key.in_(keys))


def _columns(entry: Entry, family_ids: dict[str, int]) -> dict[str, Any]:
    return {
        "key": entry.key,
        "source": entry.source,
        "label_fr": entry.label_fr,
        "label_en": entry.label_en,
        "description_fr": entry.description_fr,
        "description_en": entry.description_en,
        "family_id": family_ids.get(entry.family),
        "imported_digest": entry.digest,
    }


def _write_labels(session: Session, skills: Sequence[tuple[int, Entry]]) -> None:
    rows = [
        {"skill_id": skill_id, "lang": lang, "text": text, "folded": folded, "is_preferred": is_preferred}
        for skill_id, entry in skills
        for lang, text, folded, is_preferred in entry.labels()
    ]
    for batch in _batches(rows):
        session.execute(sa.insert(SkillLabel), batch)


def _batches(items: Sequence[Any]) -> Iterator[Any]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
