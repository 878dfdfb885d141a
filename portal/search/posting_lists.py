"""Posting lists in the making: in memory up to a limit, then in runs on disk, then merged in the order of terms.

Documents come in the order of their numbers, so a list only ever grows at its end, and the parts of a term in
successive runs have only to be joined.
"""

import struct
from array import array
from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Self

from portal.search.layout import Terms, encode

# About what each takes in memory.
OCTETS_A_TERM = 400
OCTETS_A_POSTING = 12
BUFFER = 1 << 20

_HEADER = struct.Struct("<IIIII")


class PostingList:
    """The documents of a term, in order; where it has places, how many in each document, and all of them in a row."""

    __slots__ = ("ids", "places", "times")

    def __init__(self, ids: "array[int]", times: "array[int]", places: "array[int]") -> None:
        self.ids = ids
        self.times = times
        self.places = places

    @classmethod
    def placed(cls) -> Self:
        """An empty list of a term that has places."""
        return cls(array("I"), array("I"), array("I"))

    @classmethod
    def unplaced(cls) -> Self:
        """An empty list of a term that has none."""
        return cls(array("I"), _NOWHERE, _NOWHERE)

    @property
    def weights(self) -> "array[float]":
        """How often the term comes in each document."""
        return array("f", self.times) if self.times else array("f", [1.0]) * len(self.ids)

    def each_places(self) -> Iterator[tuple[int, ...]]:
        """Yield the positions of the term in each document; nothing where it has none."""
        places = iter(self.places)
        return (tuple(islice(places, times)) for times in self.times)

    def extend(self, later: "PostingList") -> None:
        """Add the postings of later documents."""
        self.ids += later.ids
        self.times += later.times
        self.places += later.places

    def write(self, stream: IO[bytes], rank: int, term: bytes) -> None:
        """Write it at the end of a run."""
        columns = (self.ids, self.times, self.places)
        stream.write(_HEADER.pack(rank, len(term), *map(len, columns)) + term)
        for column in columns:
            stream.write(column.tobytes())


_NOWHERE = array("I")

Part = tuple[int, bytes, PostingList]
"""The rank of a field, a term of it, and postings."""


class _Terms(dict[str, PostingList]):
    """The lists of the terms of a field; asking for a new term opens its list."""

    def __init__(self, make: Callable[[], PostingList]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, term: str) -> PostingList:
        made = self[term] = self._make()
        return made


class PostingLists:
    """Gathers the terms of documents, holding about ``memory_mb`` at once. Runs are nameless files under ``folder``."""

    def __init__(self, folder: Path, memory_mb: int, placed: Iterable[str], unplaced: Iterable[str]) -> None:
        self._folder = folder
        self._memory = memory_mb << 20
        self._runs: list[IO[bytes]] = []
        makers = dict.fromkeys(placed, PostingList.placed) | dict.fromkeys(unplaced, PostingList.unplaced)
        self._makers = dict(sorted(makers.items()))
        self._empty()

    def add(self, number: int, terms: Terms) -> None:
        """Add the terms of the next document."""
        for name, found in terms.placed.items():
            lists = self._fields[name]
            known = len(lists)
            for term, positions in found.items():
                postings = lists[term]
                postings.ids.append(number)
                postings.times.append(len(positions))
                postings.places.extend(positions)
            self._room -= len(found) * OCTETS_A_POSTING + (len(lists) - known) * OCTETS_A_TERM
        for name, held in terms.unplaced.items():
            lists = self._fields[name]
            known = len(lists)
            for term in held:
                lists[term].ids.append(number)
            self._room -= len(held) * OCTETS_A_POSTING + (len(lists) - known) * OCTETS_A_TERM
        if self._room < 0:
            self._save()

    def fields(self) -> Iterator[tuple[str, Iterator[tuple[bytes, PostingList]]]]:
        """Yield each field that has terms, in order, with its terms in order and their postings. To be read once."""
        names = list(self._makers)
        parts = merge(*map(_read_run, self._runs), self._in_memory(), key=itemgetter(0, 1))
        for rank, of_field in groupby(parts, key=itemgetter(0)):
            yield names[rank], _joined(of_field)

    def close(self) -> None:
        """Let go of the runs."""
        for run in self._runs:
            run.close()

    def _empty(self) -> None:
        self._fields = {name: _Terms(make) for name, make in self._makers.items()}
        self._room = self._memory

    def _in_memory(self) -> Iterator[Part]:
        for rank, lists in enumerate(self._fields.values()):
            for term in sorted(lists):
                yield rank, encode(term), lists[term]

    def _save(self) -> None:
        run = TemporaryFile(dir=self._folder, buffering=BUFFER)  # noqa: SIM115 - closed with the lists
        self._runs.append(run)
        for rank, term, postings in self._in_memory():
            postings.write(run, rank, term)
        run.seek(0)
        self._empty()


def _read_run(stream: IO[bytes]) -> Iterator[Part]:
    while header := stream.read(_HEADER.size):
        rank, letters, *sizes = _HEADER.unpack(header)
        term = stream.read(letters)
        ids, times, places = (array("I", stream.read(4 * size)) for size in sizes)
        yield rank, term, PostingList(ids, times, places)


def _joined(parts: Iterator[Part]) -> Iterator[tuple[bytes, PostingList]]:
    for term, of_term in groupby(parts, key=itemgetter(1)):
        lists = [postings for _, _, postings in of_term]
        for later in lists[1:]:
            lists[0].extend(later)
        yield term, lists[0]
