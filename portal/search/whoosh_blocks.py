"""Posting lists written and read many at once, in Whoosh's own format.

Whoosh hands every posting over by itself, through half a dozen calls; an organization has tens of millions of them.
The files are those that Whoosh writes, in longer blocks, and Whoosh reads and merges them.
"""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, repeat
from operator import sub
from typing import Any

from whoosh import formats
from whoosh.codec.whoosh3 import W3Codec, W3PostingsWriter, W3Segment

from portal.search.posting_lists import PostingList

BLOCK = 4_096
PLACES_KEPT = 100_000
PLACES_READ = 20_000

_POSITIONS = formats.Positions()


class BlockCodec(W3Codec):
    """Whoosh's codec, with a postings writer that takes whole lists."""

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK)
        self._encode = lru_cache(maxsize=PLACES_KEPT)(_encode)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> "BlockWriter":
        """Return the writer of a field."""
        return BlockWriter(dbfile, self._encode, compression=self._compression)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        """Return a segment that any reader of Whoosh opens: this codec is for writing only."""
        return W3Segment(W3Codec(), indexname)


class BlockWriter(W3PostingsWriter):
    """Writes the postings of one term after the other. Call ``add_list`` once between the start and end of a term."""

    def __init__(self, dbfile: Any, encode: Callable[[tuple[int, ...]], bytes], *, compression: int) -> None:
        super().__init__(dbfile, blocklimit=BLOCK, compression=compression)
        self._encode = encode

    def add_list(self, postings: PostingList) -> None:
        """Add the postings of a term, the documents in order."""
        ids, weights = postings.ids, postings.weights
        values = [self._encode(places) for places in postings.each_places()]
        for start in range(0, len(ids), BLOCK):
            if start:
                self._write_block()
            self._ids = ids[start : start + BLOCK]
            self._weights = weights[start : start + BLOCK]
            self._values = values[start : start + BLOCK]
            self._maxweight = max(self._weights)

    def _mini_ids(self) -> tuple[int, ...]:
        ids = self._ids
        return (ids[0], *map(sub, ids[1:], ids))


def _encode(places: tuple[int, ...]) -> bytes:
    return bytes(_POSITIONS.encode(places))


def read_list(matcher: Any) -> tuple[array, array]:  # type: ignore[type-arg]
    """Return the documents that hold a term and the weights it has there, from a matcher that was just opened.

    Documents deleted since the segment was written may be among them.
    """
    ids, weights = array("I"), array("f")
    matcher = getattr(matcher, "child", matcher)  # what Whoosh hides deleted documents behind
    while matcher.is_active():
        matcher._read_data()
        steps, given, _ = matcher._data
        ids.extend(accumulate(steps))
        weights.extend(given if isinstance(given, Sequence) else repeat(1.0 if given is None else given, len(steps)))
        matcher._next_block()
    return ids, weights


def read_places(matcher: Any, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield (document, positions in order) for a term that has places, and those of some documents that hold it.

    ``numbers`` are in order, and blocks without any of them are passed over unread.
    """
    matcher = getattr(matcher, "child", matcher)
    start = 0
    while start < len(numbers) and matcher.is_active():
        end = bisect_right(numbers, matcher.block_max_id(), start)
        if end > start:
            matcher._read_data()
            steps, _, values = matcher._data
            held = dict(zip(accumulate(steps), values, strict=True))
            for number in numbers[start:end]:
                if number in held:
                    yield number, _decode(held[number])
            start = end
        matcher._next_block()


def read_moments(column: Any, size: int) -> "array[int]":
    """Return the numbers of a column of 64 bits, one a document. The last ones are not on disk when they are 0."""
    moments = array("q", column._dbfile.get(column._basepos, 8 * column._count))
    if sys.byteorder == "little":
        moments.byteswap()
    return moments + array("q", [0]) * (size - len(moments))


@lru_cache(maxsize=PLACES_READ)
def _decode(value: bytes) -> tuple[int, ...]:
    return tuple(_POSITIONS.decode_positions(value))
