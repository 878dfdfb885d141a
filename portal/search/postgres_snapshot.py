"""One state of an index in PostgreSQL, read within one transaction.

What few documents hold is looked up in the full-text index (GIN); what many hold is kept as a set of bits beside it, as
a common word would otherwise cost a visit to each of its documents. Either way nothing is approximate: totals, counts
and order are those of the whole answer.
"""

import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from psycopg import Cursor

from portal.search.layout import SPELLED, facet_term, facet_value
from portal.search.pairs import Steps, pairs_field, pairs_of_steps
from portal.search.postgres_tables import BLOCK, State, Tables
from portal.search.postgres_terms import (
    ALWAYS_SETS,
    CODES,
    PERIOD,
    lexeme,
    mirrored,
    oftener,
    phrase_of,
    quoted,
)
from portal.search.sets import bits_of, ones
from portal.search.snapshot import Counts, Effort, Place

CROWDED = 3_000
PHRASED = 3_000
RESEMBLING = 2_000
SORTED = 500
OCTETS = BLOCK // 8
AFTER_ALL = "\U0010ffff"

_MASK = (1 << BLOCK) - 1
_LENGTH = 4


class PostgresSnapshot:
    """A :class:`portal.search.snapshot.Snapshot`. The cursor answers in binary, and its transaction sees one state."""

    def __init__(self, cursor: "Cursor[Any]", tables: Tables) -> None:
        """Look up the generation in use. Raises IndexMissing, IndexUnavailable."""
        self._cursor = cursor
        self._tables = tables
        # The planner would rather read every vector than trust the index about a word of a third of the documents.
        cursor.execute("SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)")
        self.state: State = tables.state(cursor)
        self._sets: dict[str, int] = {}
        self._ids: dict[int, str] = {}
        self._newest_periods: list[int] | None = None

    @property
    def size(self) -> int:
        """All numbers are below, deleted documents included."""
        return self.state.size

    def rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Run a statement on the tables of the generation."""
        return self._cursor.execute(self._tables.sql(statement, self.state.generation), parameters).fetchall()

    def fetch(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Read the sets of some (field, term), in two statements."""
        names: set[str] = set()
        for field, term in wanted:
            name = lexeme(field, term)
            if name is not None:
                names.add(name)
                names.update(more for _, more in oftener(field, name))
        self._fetch(names - self._sets.keys())

    def bits(self, field: str, term: str) -> int:
        """The set of documents that hold a term."""
        name = lexeme(field, term)
        if name is None:
            return 0
        if name not in self._sets:
            self.fetch([(field, term)])
        return self._sets[name]

    def layers(self, field: str, term: str) -> Iterator[tuple[float, int]]:
        """Yield (times, documents) for a term that has places. Above five, times are not told apart."""
        held, times = self.bits(field, term), 1
        name = CODES[field] + term
        for more, oftener_name in oftener(field, name):
            here = self._sets.get(oftener_name, 0)
            yield times, held & ~here
            held, times = here, more
        yield times, held

    def phrase(self, places: Sequence[Place], among: int, effort: Effort) -> list[int]:
        """The documents of a set that hold a phrase, for each place where it may stand."""
        return [self._phrase(field, steps, among, effort) if steps else 0 for field, steps in places]

    def _phrase(self, field: str, steps: Steps, among: int, effort: Effort) -> int:
        """The documents of a set that hold some terms in one field, each at its distance from the first.

        Two terms are a pair, which the index knows. More are looked for in the documents that hold all of their pairs,
        in ``PHRASED`` of them at the most for one search.
        """
        if len(steps) == 1:
            return among & self.bits(field, steps[0][0])
        pairs = pairs_of_steps(steps)
        self.fetch((pairs_field(field), pair) for pair in pairs)
        for pair in pairs:
            among &= self.bits(pairs_field(field), pair)
        query = phrase_of(field, steps)
        if len(pairs) == 1 or not among or query is None:
            return among
        room = PHRASED - effort.spent
        looked_at = list(ones(among))[-room:] if room else []
        effort.is_partial |= len(looked_at) < among.bit_count()
        effort.spent += len(looked_at)
        found = self.rows(SIDE_BY_SIDE, (looked_at, query))
        return bits_of((number for (number,) in found), self.size)

    def beginning_with(self, field: str, start: str, limit: int) -> list[str]:
        """The terms of a field with a beginning, in order, at most ``limit``."""
        name = lexeme(field, start)
        return [] if name is None else self._words(BEGINNING, name, limit)

    def resembling(self, field: str, word: str) -> Iterable[str]:
        """Terms that begin or end as a word does: a slip leaves one half as it was, or the other."""
        name = lexeme(field, word)
        if name is None:
            return ()
        middle = len(word) // 2
        begin = [term for term in self._words(BEGINNING, name[: 1 + middle], RESEMBLING) if SPELLED not in term]
        end = mirrored(name)[: 1 + len(word) - 1 - middle]
        return {*begin, *(term for term in self._words(ENDING, end, RESEMBLING) if term[:1] == word[0])}

    def counts(self, scopes: Mapping[str, int]) -> Counts:
        """How many documents of a set hold each value of a facet, for some facets: one statement."""
        distinct = list(dict.fromkeys(scopes.values()))
        blocks = [(n, b, write_block(block)) for n, bits in enumerate(distinct) for b, block in _blocks(bits)]
        starts = {name: start for name in scopes if (start := lexeme("facets", facet_term(name, ""))) is not None}
        found: dict[str, dict[str, int]] = {name: {} for name in scopes}
        if not blocks or not starts:
            return found
        rows = self.rows(
            "SELECT facet.name, held.lexeme, sum(bit_count(held.bits & scope.bits::bit(16384)))::bigint"
            " FROM unnest(%s::text[], %s::text[], %s::int[]) AS facet(name, start, scope)"
            " JOIN {set} held ON held.lexeme >= facet.start AND held.lexeme < facet.start || %s"
            " JOIN unnest(%s::int[], %s::int[], %s::varbit[]) AS scope(number, block, bits)"
            " ON scope.number = facet.scope AND scope.block = held.block GROUP BY facet.name, held.lexeme",
            [
                list(starts),
                list(starts.values()),
                [distinct.index(scopes[name]) for name in starts],
                AFTER_ALL,
                *(list(column) for column in zip(*blocks, strict=True)),
            ],
        )
        for name, term, count in rows:
            found[name][facet_value(term)] = count
        return found

    def newest(self, groups: Sequence[int], limit: int) -> list[list[int]]:
        """The documents of each set in turn, the newest first, ``limit`` in all: one statement when they are few."""
        taken: list[list[int]] = []
        left = limit
        for bits in groups:
            taken.append(list(self._some_newest(bits, left)) if left > 0 else [])
            left -= len(taken[-1])
        moments: dict[int, int] = {}
        wanted = [number for numbers in taken for number in numbers]
        for number, moment, name in self.rows(
            "SELECT number, moment, id FROM {document} WHERE number = ANY(%s)", (wanted,)
        ):
            moments[number] = moment
            self._ids[number] = name
        found: list[list[int]] = []
        for numbers in taken:
            found.append(sorted(numbers, key=lambda number: (moments[number], number), reverse=True)[: max(limit, 0)])
            limit -= len(found[-1])
        return found

    def ids(self, numbers: Sequence[int]) -> list[str]:
        """The ids of some documents that ``newest`` gave."""
        return [self._ids[number] for number in numbers]

    def named(self, ids: Iterable[str]) -> int:
        """The set of the documents of some ids."""
        numbers = self.rows("SELECT number FROM {document} WHERE id = ANY(%s)", (list(ids),))
        return bits_of((number for (number,) in numbers), self.size)

    def every_id(self) -> Iterator[str]:
        """Yield the id of every document."""
        return (name for (name,) in self.rows("SELECT id FROM {document}"))

    def _some_newest(self, bits: int, limit: int) -> Iterable[int]:
        """Documents of a set, the ``limit`` newest among them: period after period until there are enough.

        When one period alone holds thousands more than that, those numbered last are taken for the newest in it.
        """
        if bits.bit_count() <= max(limit, SORTED):
            return ones(bits)
        found = 0
        for period in self._periods():
            missing = limit - found.bit_count()
            if missing <= 0:
                break
            here = period & bits
            found |= here if here.bit_count() <= missing + CROWDED else bits_of(list(ones(here))[-missing:], self.size)
        return ones(found)

    def _periods(self) -> list[int]:
        """The documents of each period, the newest first."""
        if self._newest_periods is None:
            found: dict[str, int] = {}
            for name, bits in self._kept(SETS_BETWEEN, (PERIOD, PERIOD + AFTER_ALL)):
                found[name] = found.get(name, 0) | bits
            self._newest_periods = [found[name] for name in sorted(found, reverse=True)]
        return self._newest_periods

    def _words(self, statement: str, start: str, limit: int) -> list[str]:
        return [name[1:] for (name,) in self.rows(statement, (start, start + AFTER_ALL, limit))]

    def _fetch(self, names: set[str]) -> None:
        """Read the sets of lexemes: those kept as bits, then those that only the full-text index knows."""
        if not names:
            return
        found: dict[str, int] = {}
        for name, bits in self._kept(SETS_NAMED, (sorted(names),)):
            found[name] = found.get(name, 0) | bits
        self._sets.update((name, found.get(name, 0)) for name in names)
        rare = sorted(name for name in names - found.keys() if name[0] not in ALWAYS_SETS)
        for name, numbers in self._postings(rare):
            self._sets[name] = bits_of(numbers, self.size)

    def _kept(self, statement: str, parameters: Sequence[Any]) -> Iterator[tuple[str, int]]:
        """Yield (lexeme, documents) for the sets that are kept, block by block."""
        rows = self.rows(statement, parameters)
        return ((name, read_block(octets) << block * BLOCK) for name, block, octets in rows)

    def _postings(self, names: list[str]) -> Iterator[tuple[str, "array[int]"]]:
        if names:
            rows = self.rows(POSTINGS, (names, [quoted(name) for name in names]))
            yield from ((name, read_numbers(octets)) for name, octets in rows)


SETS_NAMED = "SELECT lexeme, block, bit_send(bits) FROM {set} WHERE lexeme = ANY(%s)"
SETS_BETWEEN = "SELECT lexeme, block, bit_send(bits) FROM {set} WHERE lexeme > %s AND lexeme < %s"
# Apart, or the planner looks the phrase up in the full-text index, which then reads every document with its words.
SIDE_BY_SIDE = (
    "WITH few AS MATERIALIZED (SELECT number, terms FROM {document} WHERE number = ANY(%s))"
    " SELECT number FROM few WHERE terms @@ %s::tsquery"
)
BEGINNING = "SELECT lexeme FROM {word} WHERE lexeme >= %s AND lexeme < %s ORDER BY lexeme LIMIT %s"
ENDING = "SELECT lexeme FROM {word} WHERE mirror >= %s AND mirror < %s ORDER BY mirror LIMIT %s"
POSTINGS = (
    "SELECT wanted.lexeme, string_agg(int4send(document.number), '')"
    " FROM unnest(%s::text[], %s::text[]) AS wanted(lexeme, query)"
    " JOIN {document} document ON document.terms @@ wanted.query::tsquery GROUP BY wanted.lexeme"
)
"""The numbers of the documents that hold some lexemes, out of the full-text index."""


def read_numbers(octets: bytes) -> "array[int]":
    """Read the numbers of ``POSTINGS``."""
    numbers = array("i", octets)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def read_block(octets: bytes) -> int:
    """Read the bits of a block as ``bit_send`` gives them: the first bit is the last document."""
    return int.from_bytes(octets[_LENGTH:], "big")


def write_block(bits: int) -> str:
    """Write the bits of a block as PostgreSQL reads them."""
    return f"x{bits.to_bytes(OCTETS, 'big').hex()}"


def _blocks(bits: int) -> Iterator[tuple[int, int]]:
    """Yield (block, its bits) where there are some."""
    number = 0
    while bits:
        if bits & _MASK:
            yield number, bits & _MASK
        bits >>= BLOCK
        number += 1
