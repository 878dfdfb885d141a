"""Long posting lists, a second time, as searches use them: a set of documents for each number of times.

Through Whoosh, the list of a common word is tens of thousands of numbers to unpickle, with their places, and to turn
into sets: the first search for such a word in a process would take a tenth of a second. Here its sets are read at once.
They are in one file, written with the base segment and listed with its files:

    the sets         compressed, one after the other
    the directory    compressed JSON: {field: {term: [times, length, times, length…]}}, in the order of the sets
    eight bytes      where the directory starts
"""

import json
import struct
import zlib
from array import array
from collections.abc import Iterable, Mapping
from typing import Any

from portal.search.layout import decode
from portal.search.posting_lists import PostingList
from portal.search.sets import bits_of

LONG = 2_000
"""From how many documents on a list is kept so. Shorter ones are soon read through Whoosh."""

ENDING = ".layers"

_START = struct.Struct("<Q")
_FAST = 1

Layered = tuple[tuple[float, int], ...]
"""(times, documents), by increasing times, no document twice."""
Directory = Mapping[str, Mapping[str, tuple[int, tuple[float, ...]]]]
"""Where the sets of a term start, and (times, length, times, length…), by field and term."""


def layered(ids: Iterable[int], weights: "array[float]", size: int) -> Layered:
    """Make the sets of a list, from its documents (numbers below ``size``) and how often each holds the term."""
    if weights and min(weights) == max(weights):
        return ((weights[0], bits_of(ids, size)),)
    found: dict[float, list[int]] = {}
    for number, weight in zip(ids, weights, strict=True):
        found.setdefault(weight, []).append(number)
    return tuple((times, bits_of(found[times], size)) for times in sorted(found))


class LayersWriter:
    """Writes the file of a segment of ``size`` documents. Close it, or it has no directory."""

    def __init__(self, stream: Any, size: int) -> None:
        self._stream = stream
        self._size = size
        self._written = 0
        self._directory: dict[str, dict[str, list[float]]] = {}

    def add(self, field: str, term: bytes, postings: PostingList) -> None:
        """Add a list if it is long. Those of a field come in a row."""
        if len(postings.ids) < LONG:
            return
        entry = self._directory.setdefault(field, {}).setdefault(decode(term), [])
        for times, bits in layered(postings.ids, postings.weights, self._size):
            octets = zlib.compress(bits.to_bytes(self._size // 8 + 1, "little"), _FAST)
            self._stream.write(octets)
            self._written += len(octets)
            entry += (times, len(octets))

    def close(self) -> None:
        """Write the directory."""
        self._stream.write(zlib.compress(json.dumps(self._directory).encode()) + _START.pack(self._written))
        self._stream.close()


class LayersFile:
    """The file of a segment, open to read. Its methods raise anything on a damaged one."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream = stream
        self._length = length

    def directory(self) -> Directory:
        """Which lists it has."""
        end = self._length - _START.size
        (start,) = _START.unpack(self._read(end, _START.size))
        at = 0
        directory: dict[str, dict[str, tuple[int, tuple[float, ...]]]] = {}
        for field, terms in json.loads(zlib.decompress(self._read(start, end - start))).items():
            of_field = directory[field] = {}
            for term, entry in terms.items():
                of_field[term] = (at, tuple(entry))
                at += sum(entry[1::2])
        return directory

    def sets(self, directory: Directory, field: str, term: str) -> Layered | None:
        """The sets of a term, None when its list is not a long one."""
        found = directory.get(field, {}).get(term)
        if found is None:
            return None
        at, entry = found
        layers: list[tuple[float, int]] = []
        for times, length in zip(entry[::2], entry[1::2], strict=True):
            layers.append((times, int.from_bytes(zlib.decompress(self._read(at, int(length))), "little")))
            at += int(length)
        return tuple(layers)

    def _read(self, at: int, length: int) -> bytes:
        self._stream.seek(at)
        return bytes(self._stream.read(length))
