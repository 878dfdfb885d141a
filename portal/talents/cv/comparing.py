"""A file beside a profile, line by line: what is new, what is already there, what differs, what cannot be taken.

Nothing is decided here. A skill is proposed only when the library has one of exactly that name, in either language.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.i18n import LOCALES
from portal.extensions import db
from portal.organization.models import Person
from portal.skills.folding import fold
from portal.skills.models import Skill
from portal.skills.queries import resolve_label
from portal.talents import queries
from portal.talents.cv.reading.words import EARLIEST
from portal.talents.cv.resume import FoundLanguage, FoundOccupation, Resume
from portal.talents.models import Experience, HeldSkill, Profile, SpokenLevel


class Standing(enum.StrEnum):
    """How a line of the file stands beside the profile."""

    NEW = "new"
    SAME = "same"
    DIFFERS = "differs"
    REFUSED = "refused"


class Reason(enum.StrEnum):
    """Why a line cannot be taken."""

    NO_TITLE = "no_title"
    NO_START = "no_start"
    BAD_END = "bad_end"
    FUTURE = "future"
    ORDER = "order"


@dataclass(frozen=True)
class Difference:
    """One field, as the profile has it and as the file does. Values are texts, dates or None."""

    name: str
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Line:
    """What every line has. `key` names it in the form."""

    key: str
    standing: Standing


@dataclass(frozen=True)
class TextLine(Line):
    """The headline or the summary in one language; `name` is the column."""

    name: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class OccupationLine(Line):
    """An occupation, the one of the profile it seems to be, and where they differ."""

    found: FoundOccupation
    mine: Experience | None = None
    differences: tuple[Difference, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True)
class SkillLine(Line):
    """A skill of the library, as the file names it; `level` None when the file does not say."""

    skill: Skill
    named: str
    level: int | None
    held: HeldSkill | None = None


@dataclass(frozen=True)
class LanguageLine(Line):
    """A language; `level` None when the file does not say, or says what is not understood."""

    code: str
    level: SpokenLevel | None
    mine: SpokenLevel | None = None


@dataclass(frozen=True)
class Comparison:
    """Every line of a file. `unknown_skills` and `unknown_languages` are names that nothing here has."""

    texts: list[TextLine] = field(default_factory=list)
    occupations: list[OccupationLine] = field(default_factory=list)
    skills: list[SkillLine] = field(default_factory=list)
    languages: list[LanguageLine] = field(default_factory=list)
    unknown_skills: list[str] = field(default_factory=list)
    unknown_languages: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """All of them, in the order of the page."""
        return [*self.texts, *self.occupations, *self.skills, *self.languages]

    @property
    def has_choices(self) -> bool:
        """Whether anything is left to choose."""
        return any(line.standing in (Standing.NEW, Standing.DIFFERS) for line in self.lines)

    @property
    def mark(self) -> str:
        """A digest of all that is shown: another one means that the profile or the library changed meanwhile."""
        shown = [[line.key, line.standing, _shown(line)] for line in self.lines]
        return hashlib.sha256(json.dumps(shown, default=str).encode()).hexdigest()[:22]


def _shown(line: Line) -> list[Any]:
    match line:
        case TextLine():
            return [line.mine]
        case OccupationLine():
            return [line.mine.version if line.mine else 0, [vars(one) for one in line.differences]]
        case SkillLine():
            return [line.held.level if line.held else 0]
        case LanguageLine():
            return [line.mine]
    return []


def compare(resume: Resume, person: Person, locale: str) -> Comparison:
    """The file beside the profile as it stands now. One query for each name of a skill."""
    ours = sa.select(Experience).where(Experience.person_id == person.id).order_by(Experience.id)
    experiences = list(db.session.scalars(ours))
    held = {one.skill_id: one for one in db.session.scalars(queries.held_skills(person.id))}
    skills, unknown_skills = _skills(resume, held, locale)
    languages, unknown_languages = _languages(resume.languages, queries.languages_of(person.id))
    return Comparison(
        texts=_texts(resume, queries.profile_of(person)),
        occupations=_occupations(resume.occupations, experiences),
        skills=skills,
        languages=languages,
        unknown_skills=unknown_skills,
        unknown_languages=unknown_languages,
    )


def _texts(resume: Resume, profile: Profile) -> list[TextLine]:
    lines = []
    for part, texts in (("headline", resume.headline), ("summary", resume.summary)):
        for lang in LOCALES:
            name, theirs = f"{part}_{lang}", texts.get(lang, "")
            mine = getattr(profile, name)
            if theirs:
                standing = Standing.SAME if mine == theirs else Standing.DIFFERS if mine else Standing.NEW
                lines.append(TextLine(f"text-{name}", standing, name, mine, theirs))
    return lines


def _occupations(found: Sequence[FoundOccupation], experiences: Sequence[Experience]) -> list[OccupationLine]:
    left = list(experiences)
    lines: list[OccupationLine] = []
    seen: set[str] = set()
    for index, one in enumerate(found):
        repeated = json.dumps(vars(one), default=str, sort_keys=True)
        if repeated in seen:
            continue
        seen.add(repeated)
        key, reason = f"occupation-{index}", _reason(one)
        if reason is not None:
            lines.append(OccupationLine(key, Standing.REFUSED, one, reason=reason))
            continue
        mine = next((experience for experience in left if _is_same(one, experience)), None)
        if mine is None:
            lines.append(OccupationLine(key, Standing.NEW, one))
            continue
        left.remove(mine)
        differences = tuple(_differences(one, mine))
        lines.append(OccupationLine(key, Standing.DIFFERS if differences else Standing.SAME, one, mine, differences))
    return lines


def _reason(found: FoundOccupation) -> Reason | None:
    if not found.any_title:
        return Reason.NO_TITLE
    if found.started_on is None or found.started_on.year < EARLIEST:
        return Reason.NO_START
    if found.end_is_unread:
        return Reason.BAD_END
    if found.started_on > clock.today():
        return Reason.FUTURE
    if found.ended_on is not None and found.ended_on < found.started_on:
        return Reason.ORDER
    return None


def _is_same(found: FoundOccupation, experience: Experience) -> bool:
    """Same organization and same first month, or same organization and title and same first year."""
    first = found.started_on
    if first is None or fold(found.organization) != fold(experience.organization):
        return False
    mine = {fold(experience.title_fr), fold(experience.title_en)} - {""}
    same_title = bool(mine & {fold(text) for text in found.title.values()})
    if _month(first) == _month(experience.started_on):
        return same_title or bool(found.organization)
    return same_title and first.year == experience.started_on.year


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _differences(found: FoundOccupation, mine: Experience) -> list[Difference]:
    pairs: list[tuple[str, Any, Any]] = []
    for part, texts in (("title", found.title), ("summary", found.summary)):
        pairs += [
            (f"{part}_{lang}", getattr(mine, f"{part}_{lang}"), texts[lang]) for lang in LOCALES if texts.get(lang)
        ]
    if found.organization and fold(found.organization) != fold(mine.organization):
        pairs.append(("organization", mine.organization, found.organization))
    pairs += [("started_on", mine.started_on, found.started_on), ("ended_on", mine.ended_on, found.ended_on)]
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def _skills(resume: Resume, held: dict[int, HeldSkill], locale: str) -> tuple[list[SkillLine], list[str]]:
    lines: dict[int, SkillLine] = {}
    unknown: dict[str, str] = {}
    for found in resume.skills:
        skill = resolve_label(found.name, locale)
        if skill is None:
            unknown.setdefault(fold(found.name), found.name)
            continue
        if skill.id in lines:
            continue
        mine = held.get(skill.id)
        standing = Standing.NEW
        if mine is not None:
            standing = Standing.DIFFERS if found.level not in (None, mine.level) else Standing.SAME
        key = f"skill-{skill.public_id}"
        lines[skill.id] = SkillLine(key, standing, skill, found.name, found.level, mine)
    return list(lines.values()), list(unknown.values())


def _languages(found: Sequence[FoundLanguage], spoken: Sequence[Any]) -> tuple[list[LanguageLine], list[str]]:
    mine = {row.code: row.level for row in spoken}
    lines: dict[str, LanguageLine] = {}
    unknown: list[str] = []
    for one in found:
        if one.code is None:
            unknown.append(one.name)
        elif one.code not in lines:
            level = SpokenLevel(one.level) if one.level else None
            known = mine.get(one.code)
            standing = Standing.NEW
            if known is not None:
                standing = Standing.DIFFERS if level not in (None, known) else Standing.SAME
            lines[one.code] = LanguageLine(f"language-{one.code}", standing, one.code, level, known)
    return list(lines.values()), unknown
