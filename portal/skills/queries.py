"""Finding skills: by what someone types, by family, by address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.core.errors import NotFound
from portal.core.i18n import LOCALES
from portal.core.prepared import reading
from portal.extensions import db
from portal.skills.folding import fold
from portal.skills.models import Skill, SkillFamily, SkillLabel, SkillState
from portal.skills.suggestions.index import LONGEST_QUESTION, Found
from portal.skills.suggestions.kept import Kept, current

# The organization's own words come before those of a classification that has the same ones.
_OWN_FIRST = sa.case((Skill.source == "esco", 1), (Skill.source == "onet", 2), else_=0)


@dataclass(frozen=True)
class Suggestion:
    """A skill that may be meant: its label in the reader's language, and the other name it was found under, if any."""

    skill: Skill
    label: str
    found_as: str = ""


@dataclass(frozen=True)
class FamilyCount:
    """A family and how many active skills it holds."""

    family: SkillFamily
    count: int

    @property
    def is_esco(self) -> bool:
        """Whether it comes from ESCO."""
        return self.family.key.startswith("esco:")


def label_of(skill: Skill, locale: str) -> str:
    """The preferred label in a language, else in the other one."""
    first, second = (skill.label_fr, skill.label_en) if locale == "fr" else (skill.label_en, skill.label_fr)
    return first or second


def visible() -> sa.Select[Skill]:
    """The skills of the library that may be chosen: the same for everyone."""
    return sa.select(Skill).where(Skill.state == SkillState.ACTIVE)


def proposed_skills() -> sa.Select[Skill]:
    """Those that someone proposed and nobody answered yet, the oldest first."""
    return sa.select(Skill).where(Skill.state == SkillState.PROPOSED).order_by(Skill.created_at, Skill.id)


_READABLE = (
    sa.select(Skill)
    .where(
        Skill.public_id == sa.bindparam("public_id"),
        Skill.state.in_((SkillState.ACTIVE, SkillState.RETIRED, SkillState.MERGED)),
    )
    .options(joinedload(Skill.family), joinedload(Skill.successor))
)


def get_visible(public_id: str) -> Skill:
    """One skill with its family and its successor. Retired and merged ones can still be read. Raises `NotFound`."""
    skill = db.session.scalar(_READABLE, {"public_id": public_id})
    if skill is None:
        raise NotFound
    return skill


def resolve_label(text: str, locale: str) -> Skill | None:
    """The active skill that `text` names exactly, case and accents apart; None when nothing does.

    When several do: a preferred label wins over an alternative one, then the reader's language, then our own words.
    """
    folded = fold(text)
    if not folded:
        return None
    return db.session.scalar(
        visible()
        .join(SkillLabel)
        .where(SkillLabel.folded == folded)
        .order_by(
            sa.desc(SkillLabel.is_preferred), sa.case((SkillLabel.lang == locale, 0), else_=1), _OWN_FIRST, Skill.id
        )
        .limit(1)
    )


def suggest(text: str, locale: str, limit: int = 8, *, is_typing: bool = True) -> list[Suggestion]:
    """At most `limit` active skills that `text` may mean, with their families, in either language.

    A name that is the text comes first, then those that begin with it (its last word may be unfinished), then those
    that resemble it: other endings, typing errors, other words for the same. Skills with the same label are suggested
    once. While the first index of a large library is being made, names that contain the text.
    """
    kept = current()
    if kept is None:
        return _once(name_contains(text, locale, limit * 6), locale, limit)
    found = kept.index.find(text, locale, limit * 2, is_typing=is_typing)
    return _read(kept, found, locale, limit)


def suggest_at_once(text: str, locale: str, limit: int, *, forgiving: bool = False) -> list[Suggestion]:
    """As `suggest`, for who types and does not wait: nothing while the first index of a large library is being made.

    Unless `forgiving`, only the skills that are spelled so: each word typed begins one of a name, in any order.
    """
    kept = current()
    if kept is None:
        return []
    find = kept.index.find if forgiving else kept.index.find_begun
    return _read(kept, find(text, locale, limit * 2), locale, limit)


def _read(kept: Kept, found: Iterable[Found], locale: str, limit: int) -> list[Suggestion]:
    ids = {kept.ids[one.skill]: one.name.text for one in found}
    if not ids:
        return []
    select = visible().where(Skill.id.in_(ids)).options(joinedload(Skill.family))
    skills = {skill.id: skill for skill in db.session.scalars(select)}
    return _once([(skills[skill_id], name) for skill_id, name in ids.items() if skill_id in skills], locale, limit)


def _once(found: Iterable[tuple[Skill, str]], locale: str, limit: int) -> list[Suggestion]:
    suggestions: dict[str, Suggestion] = {}
    for skill, name in found:
        label = label_of(skill, locale)
        suggestions.setdefault(fold(label), Suggestion(skill, label, "" if fold(name) == fold(label) else name))
    return list(suggestions.values())[:limit]


def name_contains(text: str, locale: str, limit: int) -> list[tuple[Skill, str]]:
    """At most `limit` names that begin with `text`, then that contain it, each with its skill: the database alone."""
    folded = fold(text[:LONGEST_QUESTION])
    if not folded:
        return []
    begins = SkillLabel.folded.startswith(folded, autoescape=True)
    rows = db.session.execute(
        sa.select(Skill, SkillLabel.text)
        .join(SkillLabel, SkillLabel.skill_id == Skill.id)
        .where(Skill.state == SkillState.ACTIVE, SkillLabel.folded.contains(folded, autoescape=True))
        .options(joinedload(Skill.family))
        .order_by(
            sa.case((begins, 0), else_=1),
            sa.case((SkillLabel.lang == locale, 0), else_=1),
            sa.desc(SkillLabel.is_preferred),
            _OWN_FIRST,
            sa.func.length(SkillLabel.folded),
            SkillLabel.folded,
            Skill.id,
        )
        .limit(limit)
    )
    return [(skill, name) for skill, name in rows]


def families(locale: str) -> list[FamilyCount]:
    """The families that hold active skills, with how many: our own first, each group in the reader's alphabet."""
    rows = db.session.execute(
        sa.select(SkillFamily, sa.func.count(Skill.id))
        .join(Skill, Skill.family_id == SkillFamily.id)
        .where(Skill.state == SkillState.ACTIVE)
        .group_by(SkillFamily.id)
    )
    counts = [FamilyCount(family, count) for family, count in rows]
    return sorted(counts, key=lambda row: (row.is_esco, fold(getattr(row.family, f"name_{locale}"))))


_OTHER_NAMES = (
    sa.select(SkillLabel.lang, SkillLabel.text)
    .where(SkillLabel.skill_id == sa.bindparam("skill_id"), ~SkillLabel.is_preferred)
    .order_by(SkillLabel.folded, SkillLabel.id)
)


def names_of(skill: Skill) -> dict[str, list[str]]:
    """The alternative names of a skill by language, each in its alphabet."""
    names: dict[str, list[str]] = {lang: [] for lang in LOCALES}
    for lang, name in reading().execute(_OTHER_NAMES, {"skill_id": skill.id}):
        names[lang].append(name)
    return names


def count_by_source() -> dict[str, int]:
    """How many active skills come from each vocabulary."""
    rows = db.session.execute(
        sa.select(Skill.source, sa.func.count(Skill.id)).where(Skill.state == SkillState.ACTIVE).group_by(Skill.source)
    )
    return {row.source: row[1] for row in rows}


def library(text: str, family_key: str, locale: str) -> sa.Select[Skill]:
    """Active skills one of whose names contains `text` (either language), in a family when its key is given.

    Those whose label begins with it come first, then those whose label holds it, each in the reader's alphabet.
    """
    shown = sa.orm.aliased(SkillLabel)
    select = (
        visible()
        .join(shown, sa.and_(shown.skill_id == Skill.id, shown.lang == locale, shown.is_preferred))
        .options(joinedload(Skill.family))
    )
    folded = fold(text[:LONGEST_QUESTION])
    if folded:
        matching = sa.select(SkillLabel.skill_id).where(SkillLabel.folded.contains(folded, autoescape=True))
        begins = shown.folded.startswith(folded, autoescape=True)
        holds = shown.folded.contains(folded, autoescape=True)
        select = select.where(Skill.id.in_(matching)).order_by(sa.case((begins, 0), (holds, 1), else_=2))
    if family_key:
        select = select.where(
            Skill.family_id == sa.select(SkillFamily.id).where(SkillFamily.key == family_key).scalar_subquery()
        )
    return select.order_by(shown.folded, Skill.id)
