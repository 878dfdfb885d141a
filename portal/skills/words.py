"""The words of a question, looked for without an index: in what is written of things, and in the skills they name.

Everything is in memory; the names of skills are read again after a write to the library.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from portal.core.bits import EVERYTHING, members
from portal.core.edition import kept, present_mark
from portal.core.folding import fold_text
from portal.core.postings import Postings, Vocabulary
from portal.core.prepared import reading
from portal.skills.edition import NAME
from portal.skills.folding import fold
from portal.skills.models import SkillLabel

MOST_WORDS = 12


class Word(NamedTuple):
    """A folded word, and the ids of the skills that have it in one of their names."""

    text: str
    skills: Set[int]


@dataclass(frozen=True)
class _Named:
    """The words that skills are named by."""

    ids: Sequence[int]
    words: Vocabulary

    def skills(self, word: str) -> Set[int]:
        """The ids of the skills that have a word in one of their names."""
        parts = fold(word).split()
        found = EVERYTHING if parts else 0
        for part in parts:
            found &= self.words.holding(part)
        return {self.ids[place] for place in members(found)}


def words_of(text: str) -> list[Word]:
    """The words of a question, each once, at most `MOST_WORDS`. One small query."""
    words = dict.fromkeys((fold_text(text) or "").split()[:MOST_WORDS])
    if not words:
        return []
    named = kept(NAME, present_mark(NAME), _read)
    return [Word(word, named.skills(word)) for word in words]


def _read() -> _Named:
    names: dict[int, list[str]] = {}
    for skill_id, name in reading().execute(sa.select(SkillLabel.skill_id, SkillLabel.folded)):
        names.setdefault(skill_id, []).append(name)
    return _Named(list(names), Vocabulary([" ".join(known) for known in names.values()]))


def holding(word: Word, texts: Vocabulary, skilled: Postings[int]) -> int:
    """The things where a word stands in the text or in the name of a skill."""
    return texts.holding(word.text) | skilled.having(word.skills)


def read_ids(text: str) -> tuple[int, ...]:
    """Ids that the database joined with spaces."""
    return tuple(map(int, text.split()))
