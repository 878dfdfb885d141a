"""Sets of documents as whole numbers: bit n is document n.

Visibility, filters, words and counts meet in one ``&``, and nothing is ever computed on documents outside the set.
"""

from collections.abc import Iterable, Iterator

FEW = 50


def bits_of(numbers: Iterable[int], size: int) -> int:
    """Return the set of some document numbers below ``size``."""
    octets = bytearray(size // 8 + 1)
    for number in numbers:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


def ones(bits: int) -> Iterator[int]:
    """Yield the document numbers of a set, in order."""
    if bits.bit_count() > FEW:
        digits = f"{bits:b}"[::-1]
        at = digits.find("1")
        while at >= 0:
            yield at
            at = digits.find("1", at + 1)
        return
    while bits:  # written out, a set of a few would cost as much as the whole index
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
