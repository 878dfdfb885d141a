"""Which of many things hold a key or a word, kept in memory: things stand at positions from 0, and sets of positions
are whole numbers, as in `portal.core.bits`.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Generic, TypeVar

import numpy as np

from portal.core.bits import bits_of

# A key that one thing in so many holds is kept as a set, which is read at once; a rarer one as a row of positions,
# which is smaller.
_COMMON = 128

Key = TypeVar("Key", bound=Hashable)


class Postings(Generic[Key]):
    """The positions of each key."""

    def __init__(self, held: Iterable[Iterable[Key]], size: int) -> None:
        """From the keys that each of `size` things holds, each key once."""
        self.size = size
        found: dict[Key, array[int]] = defaultdict(lambda: array("I"))
        for position, keys in enumerate(held):
            for key in keys:
                found[key].append(position)
        fewest = self.size // _COMMON + 1
        self._common = {key: bits_of(row, self.size) for key, row in found.items() if len(row) > fewest}
        self._rare = {key: row for key, row in found.items() if len(row) <= fewest}

    def __iter__(self) -> Iterator[Key]:
        return chain(self._common, self._rare)

    def having(self, keys: Iterable[Key]) -> int:
        """The things that hold one of these keys."""
        found, rows = 0, []
        for key in keys:
            if key in self._common:
                found |= self._common[key]
            elif key in self._rare:
                rows.append(self._rare[key])
        return found | bits_of(chain.from_iterable(rows), self.size) if rows else found


class Vocabulary:
    """The words of texts, each with the texts that hold it: a part of a word is looked for among the words, which are
    a small share of what the texts repeat."""

    def __init__(self, texts: Sequence[str]) -> None:
        """From folded texts, their words parted by any space."""
        self._postings = Postings((set(text.split()) for text in texts), len(texts))
        self._words = "\n".join(("", *self._postings, ""))

    def holding(self, part: str) -> int:
        """The texts where `part`, which has no space, stands in a word: where it stands at all."""
        return self._postings.having(self._with(part))

    def _with(self, part: str) -> Iterator[str]:
        place = self._words.find(part)
        while place >= 0:
            end = self._words.index("\n", place)
            yield self._words[self._words.rindex("\n", 0, place) + 1 : end]
            place = self._words.find(part, end)


class Beginnings:
    """The words of texts in their order, so that those that begin alike stand together: what someone is typing begins
    words."""

    def __init__(self, texts: Iterable[Iterable[str]], size: int) -> None:
        """From the words of each of `size` texts."""
        found: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for position, words in enumerate(texts):
            for word in set(words):
                found[word].append(position)
        self._size = size
        self._words = sorted(found)
        self._starts = np.cumsum([0, *(len(found[word]) for word in self._words)])
        self._holders = np.fromiter(chain.from_iterable(map(found.__getitem__, self._words)), np.uint32)

    def beginning(self, part: str) -> int:
        """The texts where a word begins with `part`."""
        return self._of(bisect_left(self._words, part), bisect_left(self._words, part + "\U0010ffff"))

    def whole(self, word: str) -> int:
        """The texts that hold `word`, and nothing longer."""
        place = bisect_left(self._words, word)
        is_known = place < len(self._words) and self._words[place] == word
        return self._of(place, place + 1) if is_known else 0

    def _of(self, first: int, end: int) -> int:
        held = np.zeros(self._size, np.bool_)
        held[self._holders[self._starts[first] : self._starts[end]]] = True
        return int.from_bytes(np.packbits(held, bitorder="little").tobytes(), "little")
