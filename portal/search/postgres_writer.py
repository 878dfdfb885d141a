"""Write an index in PostgreSQL. The caller holds its lock, in the transaction that all of this belongs to."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass, field
from typing import Any

from psycopg import Cursor

from portal.search.layout import SPELLED, Layout
from portal.search.model import Document
from portal.search.postgres_snapshot import POSTINGS, read_block, read_numbers, write_block
from portal.search.postgres_tables import BLOCK, State, Tables
from portal.search.postgres_terms import ALWAYS_SETS, SPOKEN, Lexemes, lexemes_of, mirrored, quoted, vector_of
from portal.search.sets import bits_of

SAMPLED = 8
COMMON_SHARE = 256
COMMON_AT_LEAST = 128
LEXEMES_AT_ONCE = 50
COUNTED_AT_ONCE = 500_000


class GenerationWriter:
    """Writes a generation: ``add`` every document, then ``commit``. ``memory_mb`` is what an index may be sorted in."""

    def __init__(self, cursor: "Cursor[Any]", tables: Tables, generation: int, *, memory_mb: int) -> None:
        self._cursor = cursor
        self._tables = tables
        self._generation = generation
        self._layout = Layout(with_pairs=True)
        self._seen: set[str] = set()
        self._sets: set[str] = set()
        self._words: set[str] = set()
        self._sample: Counter[str] = Counter()
        cursor.execute("SELECT set_config('maintenance_work_mem', %s, true)", (f"{memory_mb}MB",))
        tables.create_generation(cursor, generation)

    def add_all(self, documents: Iterable[Document]) -> None:
        """Write the documents. When an id comes twice the first stands, and the next change will correct it."""
        with self._copy("{document} (number, id, moment, terms)") as copy:
            for document in documents:
                if document.id not in self._seen:
                    number = len(self._seen)
                    self._seen.add(document.id)
                    lexemes = lexemes_of(document, self._layout)
                    self._note(number, lexemes)
                    copy.write_row((number, document.id, document.sort_at, vector_of(lexemes)))

    def commit(self) -> State:
        """Index what was written, and put it in use when the transaction ends."""
        self._tables.index_documents(self._cursor, self._generation)
        count = len(self._seen)
        least = max(COMMON_AT_LEAST, count // COMMON_SHARE)
        common = (name for name, times in self._sample.items() if times * SAMPLED >= least)
        self._write_sets(sorted(self._sets.union(common)), count)
        with self._copy("{word} (lexeme, mirror)") as copy:
            for row in _spoken(self._words):
                copy.write_row(row)
        self._tables.index_sets(self._cursor, self._generation)
        state = State(self._generation, count, count)
        self._tables.publish(self._cursor, state)
        return state

    def _note(self, number: int, lexemes: Lexemes) -> None:
        self._sets.update(name for name in lexemes if name[0] in ALWAYS_SETS)
        self._words.update(name for name in lexemes if name[0] in SPOKEN)
        if number % SAMPLED == 0:
            self._sample.update(lexemes.keys())
            if len(self._sample) > COUNTED_AT_ONCE:
                self._forget_rare_ones()

    def _forget_rare_ones(self) -> None:
        """Keep the oftener half of what was counted: most pairs of words never come again."""
        kept = self._sample.most_common(COUNTED_AT_ONCE // 2)
        self._sample = Counter(dict(kept))

    def _write_sets(self, names: list[str], size: int) -> None:
        """Write the sets of some lexemes, which the full-text index knows already."""
        statement = self._tables.sql(POSTINGS, self._generation)
        for start in range(0, len(names), LEXEMES_AT_ONCE):
            some = names[start : start + LEXEMES_AT_ONCE]
            rows = self._cursor.execute(statement, (some, [quoted(name) for name in some])).fetchall()
            with self._copy("{set} (lexeme, block, bits)") as copy:
                for name, octets in rows:
                    bits = bits_of(read_numbers(octets), size)
                    for block in range(-(-size // BLOCK)):
                        held = bits >> block * BLOCK & (1 << BLOCK) - 1
                        if held:
                            copy.write_row((name, block, write_block(held)))

    def _copy(self, target: str) -> Any:
        return self._cursor.copy(self._tables.sql(f"COPY {target} FROM STDIN", self._generation))


@dataclass(slots=True)
class Turned:
    """The documents to put in a set and to take out of it, one bit each."""

    on: int = 0
    off: int = 0

    def within(self, block: int) -> "Turned":
        """The same in one block."""
        mask = (1 << BLOCK) - 1
        return Turned(self.on >> block * BLOCK & mask, self.off >> block * BLOCK & mask)


@dataclass(slots=True)
class Change:
    """What a batch does to the sets and to the words."""

    turned: defaultdict[str, Turned] = field(default_factory=lambda: defaultdict(Turned))
    numbers: set[int] = field(default_factory=set)

    def replace(self, number: int, former: Set[str], present: Set[str]) -> None:
        """Note that a document had some lexemes and has others."""
        self.numbers.add(number)
        for name in present - former:
            self.turned[name].on |= 1 << number
        for name in former - present:
            self.turned[name].off |= 1 << number


class ChangeWriter:
    """Changes the generation in use, in place: readers see the former state until the transaction ends."""

    def __init__(self, cursor: "Cursor[Any]", tables: Tables, state: State) -> None:
        self._cursor = cursor
        self._tables = tables
        self._state = state

    def change(self, fresh: Collection[Document], gone: Collection[str]) -> None:
        """Put documents in and take others out."""
        known = self._known({*gone, *(document.id for document in fresh)})
        size = self._state.size
        change = Change()
        rows = []
        layout = Layout(with_pairs=True)
        for document in fresh:
            number, former = known.get(document.id, (size, set()))
            size = max(size, number + 1)
            lexemes = lexemes_of(document, layout)
            change.replace(number, former, lexemes.keys())
            rows.append((number, document.id, document.sort_at, vector_of(lexemes)))
        lost = [name for name in gone if name in known]
        for name in lost:
            change.replace(*known[name], set())
        self._write_documents(rows, lost)
        self._write_sets(change)
        self._write_words(name for name, turned in change.turned.items() if turned.on and name[0] in SPOKEN)
        new = sum(document.id not in known for document in fresh)
        documents = self._state.documents + new - len(lost)
        self._tables.publish(self._cursor, State(self._state.generation, size, documents))

    def _run(self, statement: str, parameters: Any) -> Any:
        return self._cursor.execute(self._tables.sql(statement, self._state.generation), parameters)

    def _run_many(self, statement: str, rows: Collection[Any]) -> None:
        if rows:
            self._cursor.executemany(self._tables.sql(statement, self._state.generation), rows)

    def _known(self, ids: Collection[str]) -> dict[str, tuple[int, set[str]]]:
        """The number and the lexemes of the documents that are there already."""
        rows = self._run(
            "SELECT id, number, tsvector_to_array(terms) FROM {document} WHERE id = ANY(%s)", (sorted(ids),)
        )
        return {name: (number, set(lexemes)) for name, number, lexemes in rows}

    def _write_documents(self, rows: Collection[Any], lost: Collection[str]) -> None:
        self._run("DELETE FROM {document} WHERE id = ANY(%s)", (lost,))
        self._run_many(
            "INSERT INTO {document} (number, id, moment, terms) VALUES (%s, %s, %s, %s::tsvector)"
            " ON CONFLICT (id) DO UPDATE SET moment = excluded.moment, terms = excluded.terms",
            rows,
        )

    def _write_sets(self, change: Change) -> None:
        """Change the sets of the lexemes that have one; a new reader, facet value or period gets one."""
        rows = self._run("SELECT DISTINCT lexeme FROM {set} WHERE lexeme = ANY(%s)", (sorted(change.turned),))
        kept = {name for (name,) in rows}.union(name for name in change.turned if name[0] in ALWAYS_SETS)
        blocks = sorted({number // BLOCK for number in change.numbers})
        rows = self._run(
            "SELECT lexeme, block, bit_send(bits) FROM {set} WHERE lexeme = ANY(%s) AND block = ANY(%s)",
            (sorted(kept), blocks),
        )
        former = {(name, block): read_block(octets) for name, block, octets in rows}
        present = {}
        for name in kept:
            for block in blocks:
                turned = change.turned[name].within(block)
                bits = former.get((name, block), 0)
                present[name, block] = (bits | turned.on) & ~turned.off
        self._run_many(
            "INSERT INTO {set} (lexeme, block, bits) VALUES (%s, %s, %s::bit(16384))"
            " ON CONFLICT (lexeme, block) DO UPDATE SET bits = excluded.bits",
            [(*key, write_block(bits)) for key, bits in present.items() if bits != former.get(key, 0)],
        )

    def _write_words(self, names: Iterable[str]) -> None:
        self._run_many(
            "INSERT INTO {word} (lexeme, mirror) VALUES (%s, %s) ON CONFLICT (lexeme) DO NOTHING",
            list(_spoken(names)),
        )


def _spoken(names: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    return ((name, None if SPELLED in name else mirrored(name)) for name in names)
