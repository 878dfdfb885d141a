"""Words, and the runs of letters that words share when they are spelled almost alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from portal.skills.folding import fold

SHORTEST_RUN, LONGEST_RUN = 2, 5
MOST_WORDS = 12

Numbers = npt.NDArray[np.int32]
Weights = npt.NDArray[np.floating[Any]]

# “C++”, “C#” and “.NET” are words of their own; elsewhere signs only separate.
_WORD = re.compile(r"[^\W_]+[+#]*|[+#]+")


def words_of(folded: str) -> list[str]:
    """The words of a folded text, in order."""
    return _WORD.findall(folded)


def runs_of(word: str, *, whole: bool = True) -> list[str]:
    """Every run of 2 to 5 letters of a word between blanks; without the closing blank for one still being typed."""
    padded = f" {word} " if whole else f" {word}"
    longest = min(LONGEST_RUN, len(padded))
    return [
        padded[start : start + size]
        for size in range(SHORTEST_RUN, longest + 1)
        for start in range(len(padded) - size + 1)
    ]


def question_words(text: str) -> list[str]:
    """The words of what someone typed, at most `MOST_WORDS`."""
    return words_of(fold(text))[:MOST_WORDS]


def starts_of(numbers: Numbers, size: int) -> Numbers:
    """Where each of 0…size begins in sorted numbers: the rows of `n` are between the values at `n` and `n + 1`."""
    return np.searchsorted(numbers, np.arange(size + 1)).astype(np.int32)


def numbered(items: Iterable[str], known: dict[str, int]) -> list[int]:
    """A number for each item, the same for the same one, in order of first appearance."""
    return [known.setdefault(item, len(known)) for item in items]
