"""The words of a question, looked for without an index: in what is written of things, and in the skills they name.

Everything is in memory, apart from one query for the names of skills.
"""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.core.folding import fold_text
from portal.core.postings import Postings, Vocabulary
from portal.core.prepared import reading
from portal.skills.folding import fold
from portal.skills.models import SkillLabel

MOST_WORDS = 12


class Word(NamedTuple):
    """A folded word, and the ids of the skills that have it in one of their names."""

    text: str
    skills: Set[int]


def words_of(text: str) -> list[Word]:
    """The words of a question, each once, at most `MOST_WORDS`. One query."""
    words = list(dict.fromkeys((fold_text(text) or "").split()[:MOST_WORDS]))
    skills: dict[str, set[int]] = {word: set() for word in words}
    parts = [(fold(word), skills[word]) for word in words if fold(word)]
    if parts:
        patterns = {_pattern(number): _anywhere(part) for number, (part, _found) in enumerate(parts)}
        for skill_id, name in reading().execute(_named(len(parts)), patterns).all():
            for part, found in parts:
                if part in name:
                    found.add(skill_id)
    return [Word(word, skills[word]) for word in words]


@lru_cache(maxsize=MOST_WORDS)
def _named(parts: int) -> Any:
    """The names of skills that hold one of so many parts."""
    alike = (SkillLabel.folded.like(sa.bindparam(_pattern(number)), escape="/") for number in range(parts))
    return sa.select(SkillLabel.skill_id, SkillLabel.folded).where(sa.or_(*alike))


def _pattern(number: int) -> str:
    return f"part_{number}"


def _anywhere(part: str) -> str:
    for sign in "/%_":
        part = part.replace(sign, f"/{sign}")
    return f"%{part}%"


def holding(word: Word, texts: Vocabulary, skilled: Postings[int]) -> int:
    """The things where a word stands in the text or in the name of a skill."""
    return texts.holding(word.text) | skilled.having(word.skills)


def read_ids(text: str) -> tuple[int, ...]:
    """Ids that the database joined with spaces."""
    return tuple(map(int, text.split()))
