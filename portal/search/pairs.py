"""Words side by side: what makes a phrase a matter of looking terms up, as a word is.

Beside each field that has positions may stand another of its pairs: two words that follow each other there, with their
distance when words that are not looked for stand between them. A phrase of two words is then a term; one of more is
looked for among the documents that hold all of its pairs, which are few. The engine at scale keeps them; the embedded
one reads positions instead, as a term costs it more.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

Steps = tuple[tuple[str, int], ...]
Line = Sequence[tuple[int, Sequence[str]]]
"""The words of a text in order: where each stands, and what a phrase may call it."""


def pairs_field(field: str) -> str:
    """The field of the pairs of a field."""
    return f"{field}_pairs"


def pair_term(first: str, distance: int, second: str) -> str:
    """Write a pair as one term: no word holds a space."""
    return f"{first} {second}" if distance == 1 else f"{first} {distance} {second}"


def pairs_of_steps(steps: Steps) -> list[str]:
    """The pairs of a phrase."""
    return [pair_term(first, there - here, second) for (first, here), (second, there) in pairwise(steps)]


def pairs_of_line(line: Line) -> set[str]:
    """The pairs of a text."""
    return {
        pair_term(first, there - here, second)
        for (here, firsts), (there, seconds) in pairwise(line)
        for first in firsts
        for second in seconds
    }


def names_at_one_place(forms: Iterable[str]) -> list[str]:
    """What a phrase may call one word: a joined name (Node.js) has a name for the whole, and for its two ends."""
    names = list(dict.fromkeys(forms))
    return names if len(names) <= 3 else [names[0], names[1], names[-1]]
