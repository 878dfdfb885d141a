"""The words of a question, looked for without an index: in what is written of things, and in the skills they name.

Things (missions, people) stand at positions from 0. Everything is in memory, apart from one query for each word.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from portal.core.folding import fold_text
from portal.extensions import db
from portal.skills.folding import fold
from portal.skills.models import SkillLabel

MOST_WORDS = 12


class Word(NamedTuple):
    """A folded word, and the ids of the skills that have it in one of their names."""

    text: str
    skills: Set[int]


def words_of(text: str) -> list[Word]:
    """The words of a question, at most `MOST_WORDS`, the longest first: they are the rarest, and leave the fewest
    things to look the others for in. One query each.
    """
    words = dict.fromkeys((fold_text(text) or "").split()[:MOST_WORDS])
    return [Word(word, _skills_named(word)) for word in sorted(words, key=len, reverse=True)]


def _skills_named(word: str) -> Set[int]:
    folded = fold(word)
    if not folded:
        return frozenset()
    holds = SkillLabel.folded.contains(folded, autoescape=True)
    return frozenset(db.session.connection().execute(sa.select(SkillLabel.skill_id).where(holds)).scalars())


@dataclass(frozen=True)
class Skilled:
    """The skills of each thing by position, and the positions of each skill."""

    skills: Sequence[Sequence[int]]
    positions: dict[int, array[int]]

    @classmethod
    def of(cls, skills: Sequence[Sequence[int]]) -> Skilled:
        """From the skill ids of each thing."""
        positions: dict[int, array[int]] = defaultdict(lambda: array("l"))
        for position, ids in enumerate(skills):
            for one in ids:
                positions[one].append(position)
        return cls(skills, dict(positions))

    def having(self, skills: Set[int], among: Sequence[int]) -> Set[int]:
        """The positions with one of these skills: at least those among the given ones."""
        rows = [self.positions[one] for one in skills if one in self.positions]
        if sum(map(len, rows)) <= len(among):
            return frozenset().union(*rows)
        return {position for position in among if not skills.isdisjoint(self.skills[position])}


def holding(word: Word, texts: Sequence[str], skilled: Skilled, among: Sequence[int]) -> list[int]:
    """The positions, of those given, where a word stands in the folded text or in the name of a skill."""
    named, text = skilled.having(word.skills, among), word.text
    return [position for position in among if position in named or text in texts[position]]


def read_ids(text: str) -> tuple[int, ...]:
    """Ids that the database joined with spaces."""
    return tuple(map(int, text.split()))
