"""The likeliest of a great many documents, scored one by one: for questions whose scores are too various to be cut out.

Every document gets a rough score at once: numbers written in binary, one set of documents for each binary digit, are
added up as one adds on paper. The rough scores only choose; the chosen ones then get their true score.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from portal.search.sets import bits_of, ones

Pieces = Sequence[tuple[float, int]]

SHORTLIST = 500
_DIGITS = 10


def shortlist(clauses: Sequence[Pieces], left: int) -> list[int]:
    """The documents of a set that promise most: at most 500. ``clauses`` hold (points, documents), never twice one."""
    planes = _rough_scores(clauses, left)
    chosen, within = 0, left
    for plane in reversed(planes):
        here = within & plane
        if chosen.bit_count() + here.bit_count() > SHORTLIST:
            within = here
        else:
            chosen |= here
            within &= ~plane
    room = SHORTLIST - chosen.bit_count()
    return [*ones(chosen), *islice(ones(within), room)]


def score_each(
    clauses: Sequence[tuple[Pieces, bool]], numbers: Sequence[int], *, relaxed: bool
) -> Iterator[tuple[float, int]]:
    """Yield (score, documents) by decreasing score, as ``ranking.best_first`` defines it, for a few documents.

    Each clause comes with whether it is required.
    """
    required = sum(is_required for _, is_required in clauses)
    scores = dict.fromkeys(numbers, 0.0)
    answered = dict.fromkeys(numbers, 0)
    size = max(numbers, default=0) + 1
    few = bits_of(numbers, size)
    for pieces, is_required in clauses:
        for points, bits in pieces:
            for number in _few_ones(bits & few, numbers, size):
                scores[number] += points
                answered[number] += is_required
    groups: defaultdict[float, list[int]] = defaultdict(list)
    for number in numbers:
        groups[scores[number] * answered[number] / required if relaxed else scores[number]].append(number)
    for score in sorted(groups, reverse=True):
        yield score, bits_of(groups[score], size)


def _rough_scores(clauses: Sequence[Pieces], left: int) -> list[int]:
    """Score every document, in whole numbers of ten binary digits: the documents that have each digit, units first."""
    most = sum(pieces[0][0] for pieces in clauses if pieces)
    scale = ((1 << _DIGITS) - 1 - len(clauses)) / most if most else 0.0
    sums = [0] * _DIGITS
    for pieces in clauses:
        added = [0] * _DIGITS
        for points, bits in pieces:
            rough = max(1, int(points * scale))
            for digit in range(_DIGITS):
                if rough >> digit & 1:
                    added[digit] |= bits & left
        carry = 0
        for digit in range(_DIGITS):
            one, other = sums[digit], added[digit]
            sums[digit] = one ^ other ^ carry
            carry = one & other | carry & (one ^ other)
    return sums


def _few_ones(bits: int, numbers: Sequence[int], size: int) -> Iterator[int]:
    """The members of a set among a few numbers: to look at these costs less than to write the set out."""
    if not bits:
        return iter(())
    octets = bits.to_bytes(size // 8 + 1, "little")
    return (number for number in numbers if octets[number >> 3] >> (number & 7) & 1)
