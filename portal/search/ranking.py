"""Which documents come first, found without giving a score to the others.

Sets of documents are integers, one bit a document. What a clause of the question is worth takes few different values,
so the documents that share one make a layer; the layers of all clauses cut the answer into pieces of equal score, and
the best pieces are reached first because a piece never scores more than what its layers promise.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from heapq import heappop, heappush
from itertools import accumulate, count
from operator import or_

from portal.search.sets import bits_of
from portal.search.shortlist import score_each, shortlist

# More than what rounding can take from a sum of floats.
SLACK = 1e-9
MOST_STEPS = 400


@dataclass(frozen=True, slots=True)
class Layers:
    """What one clause adds to the scores: (points, documents), the most points first, no document twice.

    A document in none of them gets nothing. ``is_required`` clauses count in the share of a relaxed answer.
    """

    pieces: tuple[tuple[float, int], ...]
    is_required: bool

    @property
    def most(self) -> float:
        """The most that it can add."""
        return self.pieces[0][0] if self.pieces else 0.0


def layers_of(parts: Iterable[Iterable[tuple[float, int]]], found: int, rarity: float, *, is_required: bool) -> Layers:
    """Add up, for each document found, its best worth in each part; the points are the sum times the rarity."""
    sums: dict[float, int] = {0.0: found}
    for worths in parts:
        levels = _disjoint(worths, found)
        longer: dict[float, int] = {}
        for worth, bits in sums.items():
            for more, held in levels:
                here = bits & held
                if here:
                    longer[worth + more] = longer.get(worth + more, 0) | here
                    bits ^= here
                    if not bits:
                        break
            if bits:
                longer[worth] = longer.get(worth, 0) | bits
        sums = longer
    return Layers(tuple((rarity * worth, sums[worth]) for worth in sorted(sums, reverse=True) if worth), is_required)


def _disjoint(worths: Iterable[tuple[float, int]], found: int) -> list[tuple[float, int]]:
    """The best worth of each document, the most first; each document is in one set at most."""
    held: dict[float, int] = {}
    for worth, bits in worths:
        held[worth] = held.get(worth, 0) | bits
    levels: list[tuple[float, int]] = []
    left = found
    for worth in sorted(held, reverse=True):
        here = held[worth] & left
        if here:
            levels.append((worth, here))
            left ^= here
    return levels


def best_first(clauses: list[Layers], found: int, *, relaxed: bool) -> Iterator[tuple[float, int]]:
    """Yield (score, documents) by decreasing score; the same score may come in several pieces.

    A score adds up the points of the clauses in their order. In a relaxed answer it is then multiplied by the share of
    the required clauses that the document answers. When some hundred steps were not enough (a dozen common words, each
    in titles, skills and texts), the 500 likeliest of the remaining documents are scored; the others come last.
    """
    required = sum(clause.is_required for clause in clauses)
    promises = list(accumulate((clause.most for clause in reversed(clauses)), initial=0.0))[::-1]
    chances = list(accumulate((clause.is_required for clause in reversed(clauses)), initial=0))[::-1]
    numbers = count()
    heap: list[tuple[float, int, int, float, int, int]] = []

    def put(depth: int, score: float, answered: int, bits: int) -> None:
        if depth < len(clauses):
            bound = score + promises[depth] + SLACK
            bound = bound * (answered + chances[depth]) / required if relaxed else bound
        else:
            bound = score * answered / required if relaxed else score
        heappush(heap, (-bound, next(numbers), depth, score, answered, bits))

    put(0, 0.0, 0, found)
    for _ in range(MOST_STEPS):
        if not heap:
            return
        bound, _, depth, score, answered, bits = heappop(heap)
        if depth == len(clauses):
            yield -bound, bits
            continue
        for points, piece in clauses[depth].pieces:
            here = bits & piece
            if here:
                put(depth + 1, score + points, answered + clauses[depth].is_required, here)
                bits ^= here
                if not bits:
                    break
        if bits:
            put(depth + 1, score, answered, bits)
    left = reduce(or_, (entry[-1] for entry in heap), 0)
    likeliest = shortlist([clause.pieces for clause in clauses], left)
    yield from score_each([(clause.pieces, clause.is_required) for clause in clauses], likeliest, relaxed=relaxed)
    rest = left & ~bits_of(likeliest, left.bit_length())
    if rest:
        yield 0.0, rest
