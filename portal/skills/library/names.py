"""What a librarian writes of a skill: its names in both languages, its definition, its family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core.errors import Invalid
from portal.core.i18n import LOCALES
from portal.core.i18n import lazy_gettext as _l
from portal.core.model import new_public_id
from portal.skills.folding import fold
from portal.skills.models import Skill, SkillLabel, SkillState
from portal.skills.vocabulary.entry import LONGEST_LABEL, Entry, alternatives, capitalised, tidy

MOST_ALTERNATIVES = 60
SOURCE = "here"


@dataclass(frozen=True)
class Wording:
    """A skill in words. `alternatives_…` are the other names it is found under; `family_id` may be empty."""

    label_fr: str
    label_en: str
    description_fr: str = ""
    description_en: str = ""
    alternatives_fr: tuple[str, ...] = ()
    alternatives_en: tuple[str, ...] = ()
    family_id: int | None = None

    @classmethod
    def typed(
        cls,
        label_fr: str,
        label_en: str,
        *,
        description_fr: str = "",
        description_en: str = "",
        others_fr: Iterable[str] = (),
        others_en: Iterable[str] = (),
        family_id: int | None = None,
    ) -> Wording:
        """From what someone typed: apostrophes, blanks and capitals as everywhere in the library, doubles left out."""
        french, english = capitalised(tidy(label_fr)), capitalised(tidy(label_en))
        return cls(
            french,
            english,
            tidy(description_fr),
            tidy(description_en),
            alternatives(others_fr, french),
            alternatives(others_en, english),
            family_id,
        )

    def labels(self) -> list[tuple[str, str, str, bool]]:
        """Every label as (language, text, folded, is preferred)."""
        return Entry(
            "", "", "", self.label_fr, self.label_en, "", "", self.alternatives_fr, self.alternatives_en
        ).labels()


def wording_of(skill: Skill) -> Wording:
    """What a skill says now."""
    others = {
        lang: tuple(sorted(label.text for label in skill.labels if label.lang == lang and not label.is_preferred))
        for lang in LOCALES
    }
    return Wording(
        skill.label_fr,
        skill.label_en,
        skill.description_fr,
        skill.description_en,
        others["fr"],
        others["en"],
        skill.family_id,
    )


def check(session: Session, words: Wording, skill_id: int | None = None) -> None:
    """Raise `Invalid` for a name that is missing, unreadable, too long, or another skill's already."""
    errors = {}
    for lang in LOCALES:
        label = getattr(words, f"label_{lang}")
        if not any(character.isalnum() for character in label):
            errors[f"label_{lang}"] = _l("Give it a name in both languages; it may be the same.")
        elif len(label) > LONGEST_LABEL:
            errors[f"label_{lang}"] = _l("Keep it under %(count)s characters.", count=LONGEST_LABEL)
        elif namesake(session, label, lang, skill_id) is not None:
            errors[f"label_{lang}"] = _l("Another skill has this name already: merge the two instead.")
        if len(getattr(words, f"alternatives_{lang}")) > MOST_ALTERNATIVES:
            errors[f"others_{lang}"] = _l("Keep %(count)s other names at most.", count=MOST_ALTERNATIVES)
    if errors:
        raise Invalid(fields=errors)


def namesake(session: Session, label: str, lang: str, but_id: int | None) -> int | None:
    """The active skill that has this as its preferred name in a language, unless this one always had it too."""
    folded = fold(label)[:LONGEST_LABEL]
    named = sa.select(SkillLabel.skill_id).where(
        SkillLabel.folded == folded, SkillLabel.lang == lang, SkillLabel.is_preferred
    )
    ids = session.scalars(named.join(Skill).where(Skill.state == SkillState.ACTIVE)).all()
    if but_id is not None and but_id in session.scalars(named).all():
        return None
    return next((skill_id for skill_id in ids if skill_id != but_id), None)


def write(skill: Skill, words: Wording) -> None:
    """Have a skill say this. Labels that stay keep their rows; when any changes, the version of the skill moves."""
    for name in ("label_fr", "label_en", "description_fr", "description_en", "family_id"):
        if getattr(skill, name) != getattr(words, name):
            setattr(skill, name, getattr(words, name))
    present = {(label.lang, label.folded): label for label in skill.labels}
    is_changed = False
    for lang, text, folded, is_preferred in words.labels():
        label = present.pop((lang, folded), None)
        if label is None:
            skill.labels.append(SkillLabel(lang=lang, text=text, folded=folded, is_preferred=is_preferred))
        elif (label.text, label.is_preferred) != (text, is_preferred):
            label.text, label.is_preferred = text, is_preferred
        else:
            continue
        is_changed = True
    for label in present.values():
        skill.labels.remove(label)
    if is_changed or present:
        _move_version(skill)


def made(words: Wording) -> Skill:
    """A skill made here that says this, not written yet."""
    skill = Skill(
        key=f"{SOURCE}:{new_public_id()}", source=SOURCE, label_fr="", label_en="", state=SkillState.ACTIVE, labels=[]
    )
    write(skill, words)
    return skill


def lend_names(kept: Skill, lost: Skill) -> None:
    """Have a skill found under every name of another, in both languages, after its own."""
    known = {(label.lang, label.folded) for label in kept.labels}
    for label in lost.labels:
        if (label.lang, label.folded) not in known:
            kept.labels.append(SkillLabel(lang=label.lang, text=label.text, folded=label.folded, is_preferred=False))
            known.add((label.lang, label.folded))
    _move_version(kept)


def _move_version(skill: Skill) -> None:
    """Have the skill written even when its names alone change: a form that shows the former ones is stale."""
    sa.orm.attributes.flag_modified(skill, "label_en")


@contextmanager
def at(prefix: str) -> Iterator[None]:
    """Have what is found wrong told at the fields of a second form on the page."""
    try:
        yield
    except Invalid as error:
        raise Invalid(fields={f"{prefix}{name}": words for name, words in error.fields.items()}) from error
