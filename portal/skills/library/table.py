"""The library as a table for spreadsheets: out as it is shown, and in again, read whole before anything is written.

A line with an identifier is that skill. Without one it is the skill that has both names, and a new one when there is
none: the same file sent twice changes nothing the second time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from portal.core import audit
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.core.tables import Columns, Problem, Row, Table, restored
from portal.extensions import db
from portal.organization.models import Person
from portal.skills.folding import fold
from portal.skills.library import names
from portal.skills.library.journal import BATCH, Journal, batches, perform, require
from portal.skills.library.keeping import LONGEST_WHY
from portal.skills.library.locks import hold
from portal.skills.library.models import LibraryOperation, OperationKind
from portal.skills.library.names import MOST_ALTERNATIVES, Wording
from portal.skills.models import Skill, SkillFamily, SkillLabel, SkillState
from portal.skills.vocabulary.entry import LONGEST_LABEL, tidy

SEPARATOR = "|"
TITLES = (
    *("id", "label_fr", "label_en", "other_names_fr", "other_names_en", "definition_fr", "definition_en"),
    *("family", "priority_fr", "priority_en", "source", "held_by", "asked_by"),
)
COLUMNS = Columns({title.replace("_", " "): title for title in TITLES}, ("label_fr", "label_en"))
_WORDS = ("label_fr", "label_en", "definition_fr", "definition_en", "other_names_fr", "other_names_en", "family")
_FIELDS = {
    "label_fr": "label_fr",
    "label_en": "label_en",
    "definition_fr": "description_fr",
    "definition_en": "description_en",
    "other_names_fr": "alternatives_fr",
    "other_names_en": "alternatives_en",
}
_CHANGED = _l("The library changed meanwhile: read what the file would do now.")
Uses = Callable[[Collection[int]], Mapping[int, Any]]


@dataclass(frozen=True)
class Known:
    """A skill as the file may find it."""

    id: int
    public_id: str
    words: Wording
    why: tuple[str, str]


@dataclass(frozen=True)
class Line:
    """What a line of the file says: the skill it is (None for a new one), its words, and what differs as
    (field, before, after)."""

    number: int
    known: Known | None
    words: Wording
    why: tuple[str, str]
    differences: tuple[tuple[str, str, str], ...] = ()


@dataclass
class Plan:
    """What writing a file would do."""

    created: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.created or self.changed)


def rows_of(select: sa.Select[Skill], uses: Uses) -> Iterator[list[Any]]:
    """The table of these skills, titles first. Titles are the same in every language, so that it can come back."""
    yield list(TITLES)
    ids = db.session.scalars(select.with_only_columns(Skill.id)).all()
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        known, used = _known(Skill.id.in_(some)), uses(some)
        families, sources = _families(), _sources(some)
        for skill_id in some:
            one, use = known[skill_id], used[skill_id]
            words = _cells(one.words, families)
            yield [
                one.public_id,
                *(words[name] for name in TITLES[1:8]),
                *one.why,
                sources[skill_id],
                use.held,
                use.asked,
            ]


def _sources(ids: Collection[int]) -> dict[int, str]:
    rows = db.session.execute(sa.select(Skill.id, Skill.source).where(Skill.id.in_(ids)))
    return {row.id: row.source for row in rows}


def _families() -> dict[int, SkillFamily]:
    return {family.id: family for family in db.session.scalars(sa.select(SkillFamily))}


def _cells(words: Wording, families: Mapping[int, SkillFamily]) -> dict[str, str]:
    family = families.get(words.family_id or 0)
    return {
        "label_fr": words.label_fr,
        "label_en": words.label_en,
        "other_names_fr": SEPARATOR.join(words.alternatives_fr),
        "other_names_en": SEPARATOR.join(words.alternatives_en),
        "definition_fr": words.description_fr,
        "definition_en": words.description_en,
        "family": family.name_en if family is not None else "",
    }


def _known(where: sa.ColumnElement[bool]) -> dict[int, Known]:
    """Skills by id, in columns: a library has twenty thousand."""
    others: dict[tuple[int, str], list[str]] = {}
    labels = (
        sa.select(SkillLabel.skill_id, SkillLabel.lang, SkillLabel.text)
        .join(Skill, Skill.id == SkillLabel.skill_id)
        .where(where, ~SkillLabel.is_preferred)
    )
    for skill_id, lang, text in db.session.execute(labels):
        others.setdefault((skill_id, lang), []).append(text)
    columns = (
        *(Skill.id, Skill.public_id, Skill.label_fr, Skill.label_en, Skill.description_fr, Skill.description_en),
        *(Skill.family_id, Skill.priority_fr, Skill.priority_en),
    )
    return {
        row.id: Known(
            row.id,
            row.public_id,
            Wording(
                row.label_fr,
                row.label_en,
                row.description_fr,
                row.description_en,
                tuple(sorted(others.get((row.id, "fr"), ()))),
                tuple(sorted(others.get((row.id, "en"), ()))),
                row.family_id,
            ),
            (row.priority_fr, row.priority_en),
        )
        for row in db.session.execute(sa.select(*columns).where(where))
    }


class _Reader:
    """Reads the lines of one file against the library as it stands."""

    def __init__(self, table: Table) -> None:
        self.titles = table.titles
        self.plan = Plan(problems=list(table.problems))
        known = _known(Skill.state == SkillState.ACTIVE)
        self.by_public_id = {one.public_id: one for one in known.values()}
        self.preferred: dict[tuple[str, str], list[int]] = {}
        for one in known.values():
            for lang in ("fr", "en"):
                self.preferred.setdefault((lang, fold(getattr(one.words, f"label_{lang}"))), []).append(one.id)
        self.known = known
        self.families = _families()
        self.family_ids = {
            fold(name): family.id for family in self.families.values() for name in (family.name_fr, family.name_en)
        }
        self.seen: dict[Any, int] = {}

    def read(self, row: Row) -> None:
        values = {name: restored(value) for name, value in row.values.items()}
        known = self._find(row.line, values)
        if known is False:
            return
        line = self._line(row.line, known, values)
        if line is None or not self._is_alone(line):
            return
        if known is None:
            self.plan.created.append(line)
        elif line.differences:
            self.plan.changed.append(line)
        else:
            self.plan.unchanged += 1

    def _wrong(self, line: int, reason: Any) -> None:
        self.plan.problems.append(Problem(line, reason))

    def _find(self, line: int, values: Mapping[str, str]) -> Any:
        """The skill of a line, None for a new one, False when its identifier is nobody's."""
        public_id = values.get("id", "")
        if public_id:
            if public_id not in self.by_public_id:
                self._wrong(line, _l("no skill of the library has this identifier: %(id)s", id=public_id))
                return False
            return self.by_public_id[public_id]
        both = [set(self.preferred.get((lang, fold(values.get(f"label_{lang}", ""))), ())) for lang in ("fr", "en")]
        return next((self.known[skill_id] for skill_id in sorted(both[0] & both[1])), None)

    def _line(self, number: int, known: Known | None, values: Mapping[str, str]) -> Line | None:
        before = known.words if known is not None else Wording("", "")
        family_id = before.family_id
        if "family" in values:
            family_id = self.family_ids.get(fold(values["family"])) if values["family"] else None
            if values["family"] and family_id is None:
                self._wrong(number, _l("no family has this name: %(name)s", name=values["family"]))
                return None
        had = _cells(before, self.families)
        given = {name: values.get(name, had[name]) for name in _WORDS}
        words = Wording.typed(
            given["label_fr"],
            given["label_en"],
            description_fr=given["definition_fr"],
            description_en=given["definition_en"],
            others_fr=given["other_names_fr"].split(SEPARATOR),
            others_en=given["other_names_en"].split(SEPARATOR),
            family_id=family_id,
        )
        words = _as_before(words, before, {name for name in _WORDS if given[name] != had[name]})
        was = known.why if known is not None else ("", "")
        why = tidy(values.get("priority_fr", was[0])), tidy(values.get("priority_en", was[1]))
        line = Line(number, known, words, why, self._differences(before, words, was, why))
        is_as_it_was = known is not None and not line.differences
        return line if is_as_it_was or self._is_sound(number, words, why, known) else None

    def _differences(
        self, before: Wording, words: Wording, was: tuple[str, str], why: tuple[str, str]
    ) -> tuple[tuple[str, str, str], ...]:
        old, new = _cells(before, self.families), _cells(words, self.families)
        old |= {"priority_fr": was[0], "priority_en": was[1]}
        new |= {"priority_fr": why[0], "priority_en": why[1]}
        return tuple((name, old[name], new[name]) for name in old if old[name] != new[name])

    def _is_sound(self, number: int, words: Wording, why: tuple[str, str], known: Known | None) -> bool:
        found = len(self.plan.problems)
        for lang in ("fr", "en"):
            label = getattr(words, f"label_{lang}")
            if not any(character.isalnum() for character in label):
                self._wrong(number, _l("a name is missing in one language; it may be the same in both"))
            elif len(label) > LONGEST_LABEL:
                self._wrong(number, _l("a name is longer than %(count)s characters", count=LONGEST_LABEL))
            elif self._is_taken(lang, label, known):
                self._wrong(number, _l("another skill is called “%(name)s” already", name=label))
            if len(getattr(words, f"alternatives_{lang}")) > MOST_ALTERNATIVES:
                self._wrong(number, _l("more than %(count)s other names", count=MOST_ALTERNATIVES))
        if any(len(text) > LONGEST_WHY for text in why):
            self._wrong(number, _l("a reason is longer than %(count)s characters", count=LONGEST_WHY))
        return len(self.plan.problems) == found

    def _is_taken(self, lang: str, label: str, known: Known | None) -> bool:
        """Whether it is another skill's preferred name, unless this one always had it too."""
        holders = self.preferred.get((lang, fold(label)), [])
        return bool(holders) and (known is None or known.id not in holders)

    def _is_alone(self, line: Line) -> bool:
        """Whether no line before is about the same skill, or gives another one the same name."""
        given = [(lang, fold(getattr(line.words, f"label_{lang}"))) for lang in ("fr", "en")]
        keys: list[Any] = given
        if line.known is not None:
            had = {(lang, fold(getattr(line.known.words, f"label_{lang}"))) for lang in ("fr", "en")}
            keys = [line.known.id, *(name for name in given if name not in had)]
        for key in keys:
            if key in self.seen:
                reason = _l("line %(line)s is about the same skill", line=self.seen[key])
                if line.known is not None and key != line.known.id:
                    reason = _l("line %(line)s gives another skill the same name", line=self.seen[key])
                self._wrong(line.number, reason)
                return False
        self.seen.update(dict.fromkeys(keys, line.number))
        return True


def _as_before(words: Wording, before: Wording, changed: Collection[str]) -> Wording:
    """What the file says as it was stays as it was, to the letter."""
    kept = {field: getattr(before, field) for column, field in _FIELDS.items() if column not in changed}
    return replace(words, **kept)


def plan(table: Table) -> Plan:
    """What writing this file would do, and every line that is wrong with its number."""
    reader = _Reader(table)
    if not table.problems or table.rows:
        for row in table.rows:
            reader.read(row)
    reader.plan.problems.sort(key=lambda problem: problem.line)
    return reader.plan


def bring_in(actor: Person, table: Table, *, key: str | None = None) -> LibraryOperation | None:
    """Write a file whole, or nothing. None when there is nothing to write.

    Raises `Forbidden`, and `Conflict` when the library changed since the file was read, so that a line is wrong now.
    """
    require(actor)
    if _sound(table).is_empty:
        return None

    def act(journal: Journal) -> None:
        found = _sound(table)
        changed = {line.known.id: line for line in found.changed if line.known is not None}
        with journal.skills(*changed) as watched:
            for ids in batches(changed):
                for skill in hold(journal.session, *ids):
                    _change(actor, skill, changed[skill.id])
            watched |= _create(journal, actor, found.created)
        journal.operation.data = {
            "created": len(found.created),
            "changed": len(found.changed),
            "unchanged": found.unchanged,
        }

    return perform(actor, OperationKind.FILE, act, key=key)


def _sound(table: Table) -> Plan:
    found = plan(table)
    if found.problems:
        raise Conflict(_CHANGED)
    return found


def _change(actor: Person, skill: Skill, line: Line) -> None:
    """Write a line on the skill it was read against, as long as it is that still."""
    is_known = line.known is not None and (names.wording_of(skill), _why(skill)) == (line.known.words, line.known.why)
    if not is_known or skill.state is not SkillState.ACTIVE:
        raise Conflict(_CHANGED)
    names.write(skill, line.words)
    skill.priority_fr, skill.priority_en = line.why
    audit.record(actor, skill, "edit")


def _why(skill: Skill) -> tuple[str, str]:
    return skill.priority_fr, skill.priority_en


def _create(journal: Journal, actor: Person, lines: Sequence[Line]) -> set[int]:
    """Make the skills of these lines, written together: one by one they take four times as long."""
    skills = []
    for line in lines:
        skill = names.made(line.words)
        skill.priority_fr, skill.priority_en = line.why
        skills.append(skill)
    journal.session.add_all(skills)
    journal.session.flush()
    for skill in skills:
        audit.record(actor, skill, "made", to_state=skill.state)
    return {skill.id for skill in skills}
