"""Sets of positions as whole numbers: bit n is the thing at position n.

A set among 20,000 takes 2.5 KB, and to intersect two of them or to count one takes about a microsecond, where a query
would read every row again for each number shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import compress, count

EVERYTHING = -1
_DIGITS = bytes.maketrans(b"01", b"\0\1")


def bits_of(positions: Iterable[int], size: int) -> int:
    """The set of these positions, each from 0 to `size` - 1."""
    octets = bytearray(size // 8 + 1)
    for position in positions:
        octets[position >> 3] |= 1 << (position & 7)
    return int.from_bytes(octets, "little")


def members(bits: int) -> Iterator[int]:
    """The positions of a set (not `EVERYTHING`), ascending."""
    return compress(count(), _flags(bits))


def members_in_order(bits: int, order: Iterable[int]) -> Iterator[int]:
    """The positions of a set, in the order given."""
    flags = _flags(bits)
    return (position for position in order if position < len(flags) and flags[position])


def _flags(bits: int) -> bytes:
    """An octet for each position up to the last of the set: 1 for those that are in it, else 0."""
    return bin(bits)[:1:-1].encode().translate(_DIGITS)
