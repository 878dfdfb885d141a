"""One state of a Whoosh index, read: sets of documents, postings, facets.

Whoosh serves as an inverted index. The postings of a segment never change, so they are kept from one snapshot to the
next; only deletions are read anew.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, reduce
from itertools import islice, takewhile
from operator import or_
from pathlib import Path
from typing import Any

from whoosh.reading import TermNotFound

from portal.search.engine import IndexUnavailable
from portal.search.layout import SPELLED, decode, encode, facet_term, facet_value
from portal.search.sets import bits_of, ones
from portal.search.snapshot import Counts, Effort, Place
from portal.search.spelling import halves_of
from portal.search.whoosh_blocks import read_list, read_moments, read_places
from portal.search.whoosh_folders import read_manifest
from portal.search.whoosh_layers import ENDING, Directory, Layered, LayersFile, layered
from portal.search.whoosh_phrases import holding_phrase
from portal.search.whoosh_storage import ClosingStorage, PromptIndex

OCTETS_KEPT = 32_000_000
SETS_KEPT = 1_000
BEGINNINGS_KEPT = 500
LONGEST_KEPT = 100
IDS_KEPT = 5_000
DICTIONARY = 5_000
DICTIONARIES_KEPT = 100


class Posting:
    """The documents of one segment that hold a term, and how often: (times, documents), no document twice."""

    __slots__ = ("bits", "layers")

    def __init__(self, layers: Layered) -> None:
        self.layers = layers
        self.bits = 0
        for _, bits in layers:
            self.bits |= bits

    @property
    def cost(self) -> int:
        """About how many bytes it takes; never nothing, so that unknown words cannot pile up either."""
        return 300 + sum(bits.bit_length() // 8 for bits in (self.bits, *(bits for _, bits in self.layers)))


class SegmentMemory:
    """What has been read of one segment. None of it can change as long as the segment lives."""

    def __init__(self) -> None:
        self.postings: OrderedDict[tuple[str, str], Posting] = OrderedDict()
        self.beginnings: dict[tuple[str, str, int], list[str]] = {}
        self.dictionaries: dict[tuple[str, str], str] = {}
        self.facets: dict[str, dict[str, int]] = {}
        self.long_lists: Directory | None = None
        self.moments: array | None = None  # type: ignore[type-arg]
        self.newest: array | None = None  # type: ignore[type-arg]
        self.ids: dict[int, str] = {}
        self._kept = 0

    def keep(self, key: tuple[str, str], posting: Posting) -> None:
        """Remember a posting list, forgetting the least recently used ones when there are too many."""
        self.postings[key] = posting
        self._kept += posting.cost
        while self._kept > OCTETS_KEPT and len(self.postings) > 1:
            self._kept -= self.postings.popitem(last=False)[1].cost


class Leaf:
    """One segment within a snapshot. Its documents are numbered from ``offset``."""

    def __init__(self, reader: Any, offset: int, memory: SegmentMemory, layers: LayersFile | None) -> None:
        """``layers`` is the file of the long lists, None for a small segment."""
        self.reader = reader
        self.offset = offset
        self.layers = layers
        self.size: int = reader.doc_count_all()
        self.memory = memory

    def posting(self, field: str, term: str) -> Posting:
        """Return the posting list of a term, deleted documents perhaps included."""
        key = (field, term)
        known = self.memory.postings.get(key)
        if known is not None:
            self.memory.postings.move_to_end(key)
            return known
        posting = self._read(field, term)
        self.memory.keep(key, posting)
        return posting

    def id(self, number: int) -> str:
        """Return the id of a document; what was shown will be shown again."""
        known = self.memory.ids.get(number)
        if known is None:
            known = str(self.reader.stored_fields(number)["id"])
            if len(self.memory.ids) >= IDS_KEPT:
                self.memory.ids.clear()
            self.memory.ids[number] = known
        return known

    def positions(self, field: str, term: str, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield (document, positions in order) for a term of a positional field, in some documents, in order."""
        matcher = self._matcher(field, term) if numbers else None
        return iter(()) if matcher is None else read_places(matcher, numbers)

    def beginning_with(self, field: str, start: str, limit: int) -> list[str]:
        """Return the terms of a field with a beginning, at most ``limit``, in order."""
        key = (field, start, limit)
        known = self.memory.beginnings.get(key)
        if known is None:
            low = encode(start)
            terms = (term for name, term in self.reader.terms_from(field, low) if name == field)
            known = [decode(term) for term in islice(takewhile(lambda term: term.startswith(low), terms), limit)]
            if len(known) <= LONGEST_KEPT:
                if len(self.memory.beginnings) >= BEGINNINGS_KEPT:
                    self.memory.beginnings.clear()
                self.memory.beginnings[key] = known
        return known

    def resembling(self, field: str, word: str) -> Iterator[str]:
        """Yield the terms with the first letter of a word that begin or end as it does."""
        lines = self._dictionary(field, word[0])
        start, end = halves_of(word)
        yield from _lines_with(lines, f"\n{start}")
        yield from _lines_with(lines, f"{end}\n")

    def _dictionary(self, field: str, letter: str) -> str:
        """The first thousands of the terms that begin with a letter, a line each: one text is soon looked through."""
        known = self.memory.dictionaries.get((field, letter))
        if known is None:
            terms = [term for term in self.beginning_with(field, letter, DICTIONARY) if SPELLED not in term]
            known = "\n".join(["", *terms, ""])
            if len(self.memory.dictionaries) >= DICTIONARIES_KEPT:
                self.memory.dictionaries.clear()
            self.memory.dictionaries[field, letter] = known
        return known

    def facet(self, name: str) -> dict[str, int]:
        """The set of documents of every value of a facet."""
        if name not in self.memory.facets:
            low = encode(facet_term(name, ""))
            of_name = takewhile(
                lambda found: found[0] == "facets" and found[1].startswith(low), self.reader.terms_from("facets", low)
            )
            terms = [decode(term) for _, term in of_name]
            self.memory.facets[name] = {facet_value(term): self._read("facets", term).bits for term in terms}
        return self.memory.facets[name]

    @property
    def moments(self) -> array:  # type: ignore[type-arg]
        """``sort_at`` by document. Raises IndexUnavailable: Whoosh would answer 0 for a column that went missing."""
        if self.memory.moments is None:
            if not self.reader.has_column("sort_at"):
                raise IndexUnavailable("The search index has lost its dates.")
            self.memory.moments = read_moments(self.reader.column_reader("sort_at", translate=False), self.size)
        return self.memory.moments

    @property
    def newest(self) -> array:  # type: ignore[type-arg]
        """Every document, the newest first."""
        if self.memory.newest is None:
            moments = self.moments
            numbers = sorted(range(self.size), key=lambda number: (moments[number], number), reverse=True)
            self.memory.newest = array("I", numbers)
        return self.memory.newest

    def _read(self, field: str, term: str) -> Posting:
        long = self._long_list(field, term)
        if long is not None:
            return Posting(long)
        matcher = self._matcher(field, term)
        ids, weights = (array("I"), array("f")) if matcher is None else read_list(matcher)
        return Posting(layered(ids, weights, self.size))

    def _long_list(self, field: str, term: str) -> Layered | None:
        if self.layers is None:
            return None
        if self.memory.long_lists is None:
            self.memory.long_lists = self.layers.directory()
        return self.layers.sets(self.memory.long_lists, field, term)

    def _matcher(self, field: str, term: str) -> Any:
        try:
            return self.reader.postings(field, encode(term))
        except TermNotFound:
            return None


class Snapshot:
    """An open index, as it was at one commit."""

    def __init__(self, folder: Path, memories: dict[str, SegmentMemory] | None = None) -> None:
        """Open the index of a generation. Raises IndexUnavailable or anything Whoosh may raise on damaged files."""
        self.folder = folder
        self._sizes = {name: size for name, (size, _) in read_manifest(folder).items()}
        self.require_intact()
        self._storage = ClosingStorage(folder)
        self.memories: dict[str, SegmentMemory] = {}
        self._bits: dict[tuple[str, str], int] = {}
        self._facets: dict[str, dict[str, int]] = {}
        try:
            self._index = PromptIndex(self._storage)
            # Read before the reader opens: a commit in between makes the snapshot look old, never newer than it is.
            self.commit = int(self._index.latest_generation())
            self._reader = self._index.reader()
            self.leaves = self._open_leaves(memories or {})
            self.offsets = [leaf.offset for leaf in self.leaves]
        except BaseException:
            self._storage.close_files()
            raise

    def _open_leaves(self, memories: dict[str, SegmentMemory]) -> list[Leaf]:
        leaves = []
        for reader, offset in self._reader.leaf_readers():
            segment = reader.segment()
            if segment is None:
                continue
            name = segment.segment_id()
            self.memories[name] = memories.get(name) or SegmentMemory()
            leaves.append(Leaf(reader, offset, self.memories[name], self._layers_of(segment)))
            for file in segment.list_files(self._storage):
                self._sizes.setdefault(file, (self.folder / file).stat().st_size)
        return leaves

    def _layers_of(self, segment: Any) -> LayersFile | None:
        name = segment.make_filename(ENDING)
        return LayersFile(self._storage.open_file(name), self._sizes[name]) if name in self._sizes else None

    @property
    def is_latest(self) -> bool:
        """Whether nothing was committed to this generation since."""
        return int(self._index.latest_generation()) == self.commit

    def require_intact(self) -> None:
        """Raise IndexUnavailable if a file shrank or went: reading past the end of a mapped file kills a process."""
        for name, size in self._sizes.items():
            try:
                actual = (self.folder / name).stat().st_size
            except OSError as error:
                raise IndexUnavailable("The search index has lost a file.") from error
            if actual != size:
                raise IndexUnavailable("A file of the search index is damaged.")

    @cached_property
    def size(self) -> int:
        """How many documents there are, deleted ones included: their numbers are below."""
        return sum(leaf.size for leaf in self.leaves)

    @cached_property
    def everything(self) -> int:
        """The set of all documents, deleted ones left out."""
        found = 0
        for leaf in self.leaves:
            alive = (1 << leaf.size) - 1
            if leaf.reader.has_deletions():
                alive &= ~bits_of(leaf.reader.deleted_docs_set, leaf.size)
            found |= alive << leaf.offset
        return found

    def fetch(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Do nothing: every list is at hand."""

    def bits(self, field: str, term: str) -> int:
        """The set of documents that hold a term."""
        key = (field, term)
        if key not in self._bits:
            if len(self._bits) >= SETS_KEPT:
                self._bits.clear()
            found = 0
            for leaf in self.leaves:
                found |= leaf.posting(field, term).bits << leaf.offset
            self._bits[key] = found & self.everything
        return self._bits[key]

    def layers(self, field: str, term: str) -> Iterator[tuple[float, int]]:
        """Yield (times, documents) for a term; deleted documents may be among them."""
        for leaf in self.leaves:
            for times, bits in leaf.posting(field, term).layers:
                yield times, bits << leaf.offset

    def newest(self, groups: Sequence[int], limit: int) -> list[list[int]]:
        """Return the documents of each set in turn, the newest first, ``limit`` in all."""
        found: list[list[int]] = []
        for bits in groups:
            found.append(self._newest(bits, limit))
            limit -= len(found[-1])
        return found

    def _newest(self, bits: int, limit: int) -> list[int]:
        if bits.bit_count() ** 2 < limit * self.size:
            return self._by_age(ones(bits))[:limit]
        octets = bits.to_bytes(self.size // 8 + 1, "little")
        newest: list[int] = []
        for leaf in self.leaves:
            numbers = (number + leaf.offset for number in leaf.newest)
            newest += islice((n for n in numbers if octets[n >> 3] >> (n & 7) & 1), limit)
        return self._by_age(newest)[:limit]

    def _by_age(self, numbers: Iterable[int]) -> list[int]:
        """The newest first; of those of one moment, the last written."""
        return sorted(sorted(numbers, reverse=True), key=self._moments.__getitem__, reverse=True)

    def positions(self, field: str, term: str, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield (document, positions in order) for a term of a positional field, in some documents, in order."""
        for leaf in self.leaves:
            start, end = (bisect_left(numbers, bound) for bound in (leaf.offset, leaf.offset + leaf.size))
            here = [number - leaf.offset for number in numbers[start:end]]
            for number, positions in leaf.positions(field, term, here):
                yield number + leaf.offset, positions

    def phrase(self, places: Sequence[Place], among: int, effort: Effort) -> list[int]:
        """The documents of a set that hold a phrase, for each place where it may stand."""
        return holding_phrase(self, places, among, effort)

    def counts(self, scopes: Mapping[str, int]) -> Counts:
        """How many documents of a set hold each value of a facet, for some facets, each with its set."""
        return {
            name: {value: (bits & scope).bit_count() for value, bits in self.facet(name).items()}
            for name, scope in scopes.items()
        }

    def facet(self, name: str) -> dict[str, int]:
        """The set of documents of every value of a facet; deleted ones may be among them.

        Meant for facets of some hundred values, which are kept; one value is looked up with ``bits``.
        """
        if name not in self._facets:
            found: dict[str, int] = {}
            for leaf in self.leaves:
                for value, bits in leaf.facet(name).items():
                    found[value] = found.get(value, 0) | bits << leaf.offset
            self._facets[name] = found
        return self._facets[name]

    def beginning_with(self, field: str, start: str, limit: int) -> list[str]:
        """Return the terms of a field with a beginning, at most ``limit`` of each segment, in order."""
        return sorted({term for leaf in self.leaves for term in leaf.beginning_with(field, start, limit)})

    def resembling(self, field: str, word: str) -> Iterable[str]:
        """Terms that begin or end as a word does, of the first thousands with its first letter."""
        return {term for leaf in self.leaves for term in leaf.resembling(field, word)}

    @cached_property
    def _moments(self) -> array:  # type: ignore[type-arg]
        """``sort_at`` of every document, those of all segments in a row: an order asks hundreds of them."""
        found = array("q")
        for leaf in self.leaves:
            found.extend(leaf.moments)
        return found

    def id(self, number: int) -> str:
        """The id of a document."""
        leaf = self._leaf(number)
        return leaf.id(number - leaf.offset)

    def ids(self, numbers: Sequence[int]) -> list[str]:
        """The ids of some documents."""
        return [self.id(number) for number in numbers]

    def named(self, ids: Iterable[str]) -> int:
        """The set of the documents of some ids."""
        return reduce(or_, (self.bits("id", name) for name in ids), 0)

    def every_id(self) -> Iterator[str]:
        """Yield the id of every document."""
        return (self.id(number) for number in ones(self.everything))

    @property
    def stale_share(self) -> float:
        """The part of the index, from 0 to 1, that holds deleted documents."""
        return 1 - self.everything.bit_count() / self.size if self.size else 0.0

    def close(self) -> None:
        """Close the files, even those of a reader that fails to."""
        with suppress(Exception):
            self._reader.close()
        self._storage.close_files()

    def _leaf(self, number: int) -> Leaf:
        return self.leaves[bisect_right(self.offsets, number) - 1]


def _lines_with(lines: str, part: str) -> Iterator[str]:
    """Yield the lines that hold something, of a text that starts and ends with a new line."""
    at = lines.find(part)
    while at >= 0:
        start = lines.rfind("\n", 0, at + 1) + 1
        end = lines.index("\n", start)
        yield lines[start:end]
        at = lines.find(part, end)
