"""Other searches beside the one asked, to be counted with it: at other levels of a skill, without one of its filters,
with fewer words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.discovery.asking import Ask
from portal.search.question import Clause, read_question
from portal.skills.levels import AtLeast
from portal.talents.labels import LEVEL_WORD

Value = tuple[str, str]

MOST_FILTERS = 12
MOST_WORDS = 6
LONGEST_PHRASE = 2


@dataclass(frozen=True)
class Ways:
    """How many answers each of them has: by skill and level, by facet and value left out, by text."""

    levels: Mapping[AtLeast, int] = field(default_factory=dict)
    without: Mapping[Value, int] = field(default_factory=dict)
    shorter: Mapping[str, int] = field(default_factory=dict)


def at_levels(ask: Ask) -> dict[AtLeast, Ask]:
    """The same search with each skill asked at each level that could be enough."""
    at_least = (AtLeast(skill.public_id, level) for skill in ask.skills for level in LEVEL_WORD)
    return {one: ask.with_skill(one) for one in at_least}


def without_one(ask: Ask) -> dict[Value, Ask]:
    """The same search without one of its filters, for the first twelve."""
    return {value: ask.but(*value) for value in list(ask.chosen())[:MOST_FILTERS]}


def shorter_texts(text: str) -> list[str]:
    """The texts left by taking one word or phrase away, six at most; a lone phrase without its quotes.

    Stop words stay: nothing is lost for want of them. A text that keeps several phrases, or a long one, is not offered:
    each costs an index what a whole search does, for its words have to be looked at where they stand.
    """
    clauses = read_question(text).clauses[:MOST_WORDS]
    needed = [clause for clause in clauses if not clause.optional]
    if len(needed) == 1:
        return [_said(text, clause).strip('"') for clause in needed if clause.is_phrase]
    left = ([one for one in clauses if one is not left_out] for left_out in needed)
    return [" ".join(_said(text, one) for one in some) for some in left if _is_cheap(some)]


def _is_cheap(clauses: Sequence[Clause]) -> bool:
    phrases = [clause for clause in clauses if clause.is_phrase]
    return len(phrases) <= 1 and all(len(phrase.words) <= LONGEST_PHRASE for phrase in phrases)


def _said(text: str, clause: Clause) -> str:
    words = text[clause.words[0].start : clause.words[-1].end]
    return f'"{words}"' if clause.is_phrase else words
