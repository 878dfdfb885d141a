"""Finding skills: by what someone types, by family, by address."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.core.errors import NotFound
from portal.core.i18n import LOCALES
from portal.extensions import db
from portal.skills.folding import fold
from portal.skills.models import Skill, SkillFamily, SkillLabel, SkillState

LONGEST_QUESTION = 100
# The organization's own words come before those of a classification that has the same ones.
_OWN_FIRST = sa.case((Skill.source == "esco", 1), else_=0)


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


_READABLE = (
    sa.select(Skill)
    .where(Skill.public_id == sa.bindparam("public_id"), Skill.state != SkillState.PROPOSED)
    .options(joinedload(Skill.family))
)


def get_visible(public_id: str) -> Skill:
    """One skill with its family. A retired one can still be read. Raises `NotFound`."""
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


def suggest(text: str, locale: str, limit: int = 8) -> list[Suggestion]:
    """At most `limit` active skills one of whose names begins with `text`, then those that contain it.

    Either language is searched, the reader's first; skills with the same label in it are suggested once.
    """
    folded = fold(text[:LONGEST_QUESTION])
    if not folded:
        return []
    begins = SkillLabel.folded.startswith(folded, autoescape=True)
    found = db.session.execute(
        sa.select(Skill, SkillLabel.text)
        .join(SkillLabel, SkillLabel.skill_id == Skill.id)
        .where(Skill.state == SkillState.ACTIVE, SkillLabel.folded.contains(folded, autoescape=True))
        .order_by(
            sa.case((begins, 0), else_=1),
            sa.case((SkillLabel.lang == locale, 0), else_=1),
            sa.desc(SkillLabel.is_preferred),
            _OWN_FIRST,
            sa.func.length(SkillLabel.folded),
            SkillLabel.folded,
            Skill.id,
        )
        .limit(limit * 6)
    )
    suggestions: dict[str, Suggestion] = {}
    for skill, name in found:
        label = label_of(skill, locale)
        key = fold(label)
        if key not in suggestions:
            suggestions[key] = Suggestion(skill, label, "" if fold(name) == key else name)
        if len(suggestions) == limit:
            break
    return list(suggestions.values())


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
    for lang, name in db.session.connection().execute(_OTHER_NAMES, {"skill_id": skill.id}):
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
