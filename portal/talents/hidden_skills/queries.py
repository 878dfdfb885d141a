"""What someone may have and did not write, with what says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from portal.core.bilingual import Text, choose
from portal.core.few import FEW, MOST, few
from portal.core.prepared import Prepared
from portal.matching.patterns import Missing
from portal.organization.models import Person
from portal.skills.folding import fold
from portal.skills.models import Skill, SkillLabel, SkillState
from portal.skills.occupations import kept
from portal.skills.occupations.kept import Kept
from portal.skills.occupations.words import skill_key, title_key
from portal.talents.hidden_skills.models import SetAsideSkill
from portal.talents.models import Experience, HeldSkill

MOST_SHOWN = 12
MOST_REASONS, MOST_OTHERS = 5, 2
# Of the say of the nearest occupations: what is rarer among them is not “often”.
LEAST_USUAL = 0.2


@dataclass(frozen=True)
class Source:
    """An occupation that speaks for a skill, and why it speaks: the person's skills that it takes too, and their job
    titles that name it.
    """

    occupation: Text
    skills: list[Text]
    titles: list[Text]


@dataclass(frozen=True)
class HiddenSkill:
    """A skill that someone may have: what says so first, and the other occupations that do."""

    public_id: str
    label: Text
    description: Text
    source: Source
    others: list[Text]


@dataclass(frozen=True)
class SetAside:
    """A skill that someone said is not theirs, and when."""

    public_id: str
    label: Text
    at: datetime


_PERSON: Any = sa.bindparam("person_id", type_=sa.Integer)
_HELD_IDS = sa.select(HeldSkill.skill_id).where(HeldSkill.person_id == _PERSON)
_mine, _other = sa.orm.aliased(SkillLabel), sa.orm.aliased(SkillLabel)


def _kind(number: int) -> Any:
    return sa.literal_column(str(number), sa.Integer).label("kind")


_NOTHING: Any = sa.literal_column("''", sa.String)
_HELD, _ASIDE, _TITLE, _NAMESAKE = range(4)
# Everything that is read of someone, at once: rows of another kind each, so that a profile asks for them together. A
# namesake is a skill that a vocabulary calls as another calls one that is held: one's label is a name of the other.
_THEIRS = Prepared(
    sa.select(
        sa.union_all(
            sa.select(
                _kind(_HELD), Skill.id, Skill.label_fr.label("french"), Skill.label_en.label("english"),
                Skill.id.label("held_id"),
            ).where(Skill.id.in_(_HELD_IDS)),
            sa.select(_kind(_ASIDE), Skill.id, Skill.label_fr, Skill.label_en, Skill.id)
            .where(Skill.id.in_(sa.select(SetAsideSkill.skill_id).where(SetAsideSkill.person_id == _PERSON))),
            sa.select(_kind(_TITLE), Experience.id, Experience.title_fr, Experience.title_en, Experience.id)
            .where(Experience.person_id == _PERSON),
            sa.select(_kind(_NAMESAKE), _other.skill_id, _NOTHING, _NOTHING, _mine.skill_id)
            .join(_other, _other.folded == _mine.folded)
            .where(
                _mine.skill_id.in_(_HELD_IDS),
                _other.skill_id != _mine.skill_id,
                sa.or_(_mine.is_preferred, _other.is_preferred),
            ),
        ).subquery()
    )
)  # fmt: skip
_SET_ASIDE = Prepared(
    sa.select(Skill.public_id, Skill.label_fr, Skill.label_en, SetAsideSkill.at)
    .join(SetAsideSkill, SetAsideSkill.skill_id == Skill.id)
    .where(SetAsideSkill.person_id == _PERSON, Skill.id.not_in(_HELD_IDS))
    .order_by(SetAsideSkill.id.desc())
)
_SHOWN = Prepared(
    sa.select(
        Skill.id, Skill.label_fr.label("french"), Skill.label_en.label("english"), Skill.public_id,
        Skill.description_fr, Skill.description_en,
    ).where(Skill.id.in_(FEW), Skill.state == SkillState.ACTIVE)
)  # fmt: skip


def hidden_skills(person: Person, locale: str, limit: int = MOST_SHOWN) -> list[HiddenSkill]:
    """At most `limit` (up to `MOST_SHOWN`) skills that profiles like this one often have, the most usual first.

    Never one that is held, set aside, of almost the same name as either, or out of the library. From two skills on, or
    a job title that names an occupation; nothing while the occupations are read for the first time. Three queries.
    """
    occupations = kept.current()
    if occupations is None:
        return []
    rows: defaultdict[int, list[Any]] = defaultdict(list)
    for row in _THEIRS.rows(person_id=person.id):
        rows[row.kind].append(row)
    titles = _titles(person, rows[_TITLE], locale)
    standing = {row.id: row.held_id for row in (*rows[_NAMESAKE], *rows[_HELD])}
    near = occupations.patterns.nearest(standing, occupations.named(title.text for title in titles))
    missing = occupations.patterns.missing(near, {*standing, *(row.id for row in rows[_ASIDE])}, MOST)
    reasons = _Reasons(occupations, {row.id: row for row in rows[_HELD]}, standing, titles, locale)
    return [
        HiddenSkill(
            row.public_id,
            choose(row.french, row.english, locale),
            choose(row.description_fr, row.description_en, locale),
            reasons.source(one.patterns[0]),
            reasons.others(one.patterns),
        )
        for one, row in _distinct(missing, [*rows[_HELD], *rows[_ASIDE]])[:limit]
    ]


def _titles(person: Person, rows: Sequence[Any], locale: str) -> list[Text]:
    """The present job, then past ones, each title in both languages: the reader's own first."""
    titles = [Text(person.job_title, locale)]
    for row in sorted(rows, key=attrgetter("id"), reverse=True):
        both = [Text(row.french, "fr"), Text(row.english, "en")]
        titles += both if locale == "fr" else reversed(both)
    return [title for title in titles if title]


def _distinct(missing: Sequence[Missing], known: Sequence[Any]) -> list[tuple[Missing, Any]]:
    """Those that may be shown, each with its row, none called almost like another or like what is known."""
    often = [one for one in missing if one.usual >= LEAST_USUAL]
    if not often:
        return []
    rows = {row.id: row for row in _SHOWN.rows(**few([one.skill for one in often]))}
    taken = {key for row in known for key in _keys(row)}
    shown = []
    for one in often:
        row = rows.get(one.skill)
        if row is not None and taken.isdisjoint(_keys(row)):
            taken |= _keys(row)
            shown.append((one, row))
    return shown


def _keys(row: Any) -> set[str]:
    return {skill_key(label) for label in (row.french, row.english) if label}


class _Reasons:
    """What says that someone may have a skill, in words."""

    def __init__(
        self,
        occupations: Kept,
        held: Mapping[int, Any],
        standing: Mapping[int, int],
        titles: Sequence[Text],
        locale: str,
    ) -> None:
        self._occupations, self._held, self._standing = occupations, held, standing
        self._titles, self._locale = titles, locale
        self._sources: dict[int, Source] = {}

    def source(self, number: int) -> Source:
        """The same one each time for an occupation."""
        if number not in self._sources:
            shared = self._occupations.patterns.shared(number, self._standing.keys())
            rows = [self._held[id_] for id_ in dict.fromkeys(self._standing[skill] for skill in shared)]
            named = {title_key(title.text): title for title in reversed(self._titles)}
            self._sources[number] = Source(
                self._label(number),
                [choose(row.french, row.english, self._locale) for row in rows[:MOST_REASONS]],
                [title for key, title in named.items() if number in self._occupations.titles.get(key, ())],
            )
        return self._sources[number]

    def others(self, numbers: Sequence[int]) -> list[Text]:
        """Some other occupations that say so, each name once."""
        names = {fold(label.text): label for label in map(self._label, reversed(numbers))}
        names.pop(fold(self._label(numbers[0]).text))
        return [*reversed(names.values())][:MOST_OTHERS]

    def _label(self, number: int) -> Text:
        return self._occupations.label(number, self._locale)


def by_source(found: Sequence[HiddenSkill]) -> list[tuple[Source, list[HiddenSkill]]]:
    """Suggestions under what says them first, in their order."""
    groups: dict[str, tuple[Source, list[HiddenSkill]]] = {}
    for one in found:
        groups.setdefault(fold(one.source.occupation.text), (one.source, []))[1].append(one)
    return [*groups.values()]


def set_aside(person: Person, locale: str) -> list[SetAside]:
    """What someone set aside and does not hold, the latest first."""
    return [
        SetAside(row.public_id, choose(row.label_fr, row.label_en, locale), row.at)
        for row in _SET_ASIDE.rows(person_id=person.id)
    ]
