"""Skills that are already in the library under another source's key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from portal.extensions import db
from portal.skills.folding import fold
from portal.skills.models import Skill, SkillLabel
from portal.skills.vocabulary.entry import Entry
from portal.skills.vocabulary.starter import SOURCE as OURS

_WORD = re.compile(r"\w+")


def without_namesakes(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that name no skill of another source; those that an earlier import brought in stay.

    A preferred label is a name. So is an alternative one of our own words; a classification also gives examples there
    (Bash under “computer programming”), and its alternative is a name only when it shares a word with the label.
    """
    sources = {entry.source for entry in entries}
    known = set(db.session.scalars(sa.select(Skill.key).where(Skill.source.in_(sources))))
    names = _names(sources)
    return [entry for entry in entries if entry.key in known or names.isdisjoint(_forms(entry))]


def _names(sources: Iterable[str]) -> set[str]:
    rows = db.session.execute(
        sa.select(
            *(SkillLabel.folded, SkillLabel.is_preferred, Skill.source, Skill.label_en, Skill.label_fr),
        )
        .join(Skill, Skill.id == SkillLabel.skill_id)
        .where(Skill.source.not_in(list(sources)))
    )
    return {
        folded
        for folded, is_preferred, source, label_en, label_fr in rows
        if is_preferred or source == OURS or _shares_a_word(folded, f"{label_en} {label_fr}")
    }


def _shares_a_word(folded: str, label: str) -> bool:
    return not set(_WORD.findall(folded)).isdisjoint(_WORD.findall(fold(label)))


def _forms(entry: Entry) -> set[str]:
    """The label and the other names, a lone acronym apart: two things often share one."""
    others = (text for text in entry.alternatives_en if not text.isupper())
    return {fold(text) for text in (entry.label_en, entry.label_fr, *others)}
