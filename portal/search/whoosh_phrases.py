"""Phrases in a Whoosh index: looked for in the documents that hold all of their words, within a bound.

To know where words stand costs a thousand times what it costs to know which documents hold them. The rarest two are
therefore placed first, which leaves next to nothing for the others; and among too many documents only those numbered
last are looked at, as they lie together in the index.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Protocol

from portal.search.pairs import Steps
from portal.search.sets import bits_of, ones
from portal.search.snapshot import Effort, Place
from portal.search.whoosh_blocks import BLOCK

AFFORDED = 80_000
"""What one search may spend on its phrases, in postings passed over: about 20 ms."""
A_LOOK = 6
"""What it costs to look for a place of a term in one document, in postings passed over."""

Sought = Sequence[tuple[int, int]]
"""Terms to place: who holds each, and how often it comes in the phrase."""


class Placed(Protocol):
    """An index whose terms have places."""

    @property
    def size(self) -> int:
        """All numbers of documents are below."""

    def bits(self, field: str, term: str) -> int:
        """The set of documents that hold a term."""

    def layers(self, field: str, term: str) -> Iterator[tuple[float, int]]:
        """Yield (times, documents) for a term."""

    def positions(self, field: str, term: str, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield (document, positions in order) for a term, in some documents, themselves in order."""


def holding_phrase(index: Placed, places: Sequence[Place], among: int, effort: Effort) -> list[int]:
    """The documents of a set that hold a phrase, in each of the places where it may stand.

    Of what is afforded to the whole search, each look takes an equal share of what is left, those that need the least
    first; ``effort`` then says what was spent, and whether documents were passed over.
    """
    looks = [_Look(index, field, steps, among) for field, steps in places]
    for look in sorted(looks, key=lambda look: look.cost):
        look.run(effort.share(AFFORDED), effort)
    return [look.found for look in looks]


class _Look:
    """A phrase in one field. ``found`` is where it may be, then, once run, where it is as far as was looked."""

    def __init__(self, index: Placed, field: str, steps: Steps, among: int) -> None:
        self._index = index
        self._field = field
        self._distances: defaultdict[str, list[int]] = defaultdict(list)
        for term, distance in steps:
            self._distances[term].append(distance)
        self.found = reduce(and_, map(self._holding, self._distances), among) if steps else 0
        self._is_word = len(steps) <= 1
        self._rarest = sorted(self._distances, key=lambda term: index.bits(field, term).bit_count())

    @property
    def cost(self) -> int:
        """What it would cost at most to look everywhere."""
        return 0 if self._is_word else _cost(self._sought(self._rarest), self.found, 0)

    def run(self, room: int, effort: Effort) -> None:
        """Place the terms, the rarest two together first, and each other where those left it possible."""
        if self._is_word:
            return
        stages = [self._rarest[:2], *([term] for term in self._rarest[2:])]
        starts: dict[int, list[int]] | None = None
        for stage in stages:
            if not self.found:
                return
            sought = self._sought(stage)
            first = _first_afforded(sought, self.found, room if stage is stages[-1] else room // 2, self._index.size)
            reached = self.found >> first << first
            effort.is_partial |= reached != self.found
            self.found = reached
            cost = _cost(sought, reached, first)
            effort.spent += cost
            room -= cost
            for term in stage:
                placed = self._index.positions(self._field, term, list(ones(self.found)))
                starts = _starts(placed, self._distances[term], starts)
                self.found = bits_of(starts, self._index.size)

    def _sought(self, terms: Iterable[str]) -> Sought:
        return [(self._index.bits(self._field, term), len(self._distances[term])) for term in terms]

    def _holding(self, term: str) -> int:
        """The documents that hold a term as often as the phrase does."""
        held, times = self._index.bits(self._field, term), len(self._distances[term])
        if times == 1:
            return held
        return held & reduce(or_, (bits for here, bits in self._index.layers(self._field, term) if here >= times), 0)


def _first_afforded(sought: Sought, among: int, room: int, size: int) -> int:
    """From which document on those of a set can be looked at for some terms."""
    return bisect_left(range(size), -room, key=lambda first: -_cost(sought, among, first))


def _cost(sought: Sought, among: int, first: int) -> int:
    """What it costs at most to look for terms in the documents of a set from one on: blocks are read whole."""
    count = (among >> first).bit_count()
    read = sum(min((held >> first).bit_count() + BLOCK, count * BLOCK) for held, _ in sought)
    return read + count * A_LOOK * sum(times for _, times in sought)


def _starts(
    placed: Iterable[tuple[int, Collection[int]]], distances: Sequence[int], former: Mapping[int, list[int]] | None
) -> dict[int, list[int]]:
    """Where the phrase can start in each document: so far, and now that one more of its terms is placed."""
    starts = {}
    for number, places in placed:
        here = [place - distances[0] for place in places] if former is None else former[number]
        held = set(places) if len(distances) > 1 else places
        for distance in distances:
            here = [start for start in here if start + distance in held]
        if here:
            starts[number] = here
    return starts
