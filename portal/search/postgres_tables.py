"""The tables of an index in PostgreSQL. The engine makes and drops them itself: an index can always be built again.

    NAME_index            one row: the generation in use, how many documents it holds, its size
    NAME_7_document       the documents of generation 7: number, id, moment, vector
    NAME_7_set            sets of documents that are read whole, in blocks of bits
    NAME_7_word           the words of titles and of labels, to be found by their beginning or by their end

A generation is written and put in use in one transaction: whatever stops it leaves nothing behind. Writers take turns
through an advisory lock of the database, so that they may be on several machines; it ends with their connection.
"""

import re
import zlib
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import Cursor
from psycopg.sql import SQL, Composed, Identifier, Literal

from portal.search.engine import IndexBusy, IndexMissing, IndexUnavailable

SCHEMA_VERSION = 3
BLOCK = 16_384

_WRITING, _INDEXING = 20_411, 20_412
_OCTETS = SQL("coalesce(pg_relation_size(to_regclass({} || generation || {})), -1)")
_NAME = re.compile(r"[a-z][a-z_]{0,29}")


@dataclass(frozen=True, slots=True)
class State:
    """The generation in use. Its documents are numbered below ``size``."""

    generation: int
    size: int
    documents: int

    @property
    def blocks(self) -> range:
        """The blocks of its sets."""
        return range(-(-self.size // BLOCK))


class Tables:
    """The names of the tables of an index."""

    def __init__(self, name: str) -> None:
        if not _NAME.fullmatch(name):
            raise ValueError("The name of an index is made of a few small letters.")
        self.name = name

    def sql(self, statement: str, generation: int = 0) -> Composed:
        """Put the names of tables in the place of ``{index}``, ``{document}``, ``{set}``, ``{word}``.

        ``{document_now}`` and ``{set_now}``, in a statement on the index, are how much those of its generation take on
        disk: -1 without them. They never shrink.
        """
        names = {part: Identifier(f"{self.name}_{generation}_{part}") for part in ("document", "set", "word")}
        octets = {
            f"{part}_now": _OCTETS.format(Literal(f"{self.name}_"), Literal(f"_{part}")) for part in ("document", "set")
        }
        return SQL(statement).format(index=Identifier(f"{self.name}_index"), **names, **octets)

    def state(self, cursor: "Cursor[Any]") -> State:
        """Read which generation is in use. Raises IndexMissing, or IndexUnavailable when it is of another version."""
        try:
            row = cursor.execute(
                self.sql(
                    "SELECT version, generation, size, documents, {document_now} >= document_octets"
                    " AND {set_now} >= set_octets FROM {index}"
                )
            ).fetchone()
        except psycopg.errors.UndefinedTable as error:
            raise IndexMissing("There is no search index yet.") from error
        if row is None:
            raise IndexMissing("There is no search index yet.")
        version, generation, size, documents, is_whole = row
        if version != SCHEMA_VERSION:
            raise IndexUnavailable("The search index was written by another version of the portal.")
        if not is_whole:
            # Told apart here, as a scan passes over pages that a table should have and has not.
            raise IndexUnavailable("A table of the search index is damaged.")
        return State(generation, size, documents)

    def create_index(self, cursor: "Cursor[Any]") -> int:
        """Make the table of the state if need be; return the last generation that was in use, or 0."""
        cursor.execute(
            self.sql(
                "CREATE TABLE IF NOT EXISTS {index} (one int PRIMARY KEY DEFAULT 1 CHECK (one = 1),"
                " version int NOT NULL, generation int NOT NULL, size int NOT NULL, documents int NOT NULL,"
                " document_octets bigint NOT NULL DEFAULT 0, set_octets bigint NOT NULL DEFAULT 0)"
            )
        )
        row = cursor.execute(self.sql("SELECT generation FROM {index}")).fetchone()
        return int(row[0]) if row else 0

    def create_generation(self, cursor: "Cursor[Any]", generation: int) -> None:
        """Make the tables of a generation, without the indexes that are quicker made over what is there.

        Vectors lie apart from their rows: to list the numbers of documents then reads eight megabytes, not hundreds.
        Sets lie in their rows, packed: most have few documents.
        """
        for statement in (
            'CREATE TABLE {document} (number int NOT NULL, id text COLLATE "C" NOT NULL, moment bigint NOT NULL,'
            " terms tsvector NOT NULL) WITH (toast_tuple_target = 128, vacuum_truncate = off)",
            'CREATE TABLE {set} (lexeme text COLLATE "C" NOT NULL, block int NOT NULL, bits bit(16384) NOT NULL)'
            " WITH (toast_tuple_target = 128, vacuum_truncate = off)",
            "ALTER TABLE {set} ALTER bits SET STORAGE MAIN",
            'CREATE TABLE {word} (lexeme text COLLATE "C" NOT NULL, mirror text COLLATE "C")',
        ):
            cursor.execute(self.sql(statement, generation))

    def index_documents(self, cursor: "Cursor[Any]", generation: int) -> None:
        """Index the documents of a new generation. Changes go straight in: searches have no waiting list to read."""
        for statement in (
            "ALTER TABLE {document} ADD PRIMARY KEY (number), ADD UNIQUE (id)",
            "CREATE INDEX ON {document} USING gin (terms) WITH (fastupdate = off)",
            "ANALYZE {document}",
        ):
            cursor.execute(self.sql(statement, generation))

    def index_sets(self, cursor: "Cursor[Any]", generation: int) -> None:
        """Index the sets and the words of a new generation."""
        for statement in (
            "ALTER TABLE {set} ADD PRIMARY KEY (lexeme, block)",
            "ALTER TABLE {word} ADD PRIMARY KEY (lexeme)",
            "CREATE INDEX ON {word} (mirror)",
            "ANALYZE {set}",
            "ANALYZE {word}",
        ):
            cursor.execute(self.sql(statement, generation))

    def publish(self, cursor: "Cursor[Any]", state: State) -> None:
        """Put a generation in use, or change what is said of it, when the transaction ends."""
        cursor.execute(
            self.sql(
                "INSERT INTO {index} (version, generation, size, documents) VALUES (%s, %s, %s, %s) ON CONFLICT (one)"
                " DO UPDATE SET version = excluded.version, generation = excluded.generation, size = excluded.size,"
                " documents = excluded.documents"
            ),
            (SCHEMA_VERSION, state.generation, state.size, state.documents),
        )
        cursor.execute(self.sql("UPDATE {index} SET document_octets = {document_now}, set_octets = {set_now}"))

    def sweep(self, cursor: "Cursor[Any]", *, keep: int | None = None) -> None:
        """Drop every generation but one; without one to keep, the whole index."""
        pattern = f"^{self.name}_([0-9]+_(document|set|word){'' if keep is not None else '|index'})$"
        kept = f"{self.name}_{keep}_"
        rows = cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename ~ %s", (pattern,)
        ).fetchall()
        for (table,) in rows:
            if not table.startswith(kept):
                cursor.execute(SQL("DROP TABLE {}").format(Identifier(table)))

    def lock_for_writing(self, cursor: "Cursor[Any]", timeout: float) -> None:
        """Be the only writer until the transaction ends. Raises IndexBusy after ``timeout`` seconds."""
        self._lock(cursor, _WRITING, timeout)

    def lock_for_indexing(self, cursor: "Cursor[Any]", timeout: float) -> None:
        """Be the only indexer until the transaction ends. Raises IndexBusy after ``timeout`` seconds."""
        self._lock(cursor, _INDEXING, timeout)

    def _lock(self, cursor: "Cursor[Any]", purpose: int, timeout: float) -> None:
        key = zlib.crc32(self.name.encode()) - (1 << 31)
        limits = {"lock_timeout": max(1, round(timeout * 1000)), "statement_timeout": 0}
        limits["idle_in_transaction_session_timeout"] = 0
        for setting, milliseconds in limits.items():
            cursor.execute("SELECT set_config(%s, %s, true)", (setting, f"{milliseconds}ms"))
        try:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", (purpose, key))
        except psycopg.errors.LockNotAvailable as error:
            raise IndexBusy("Another process is writing to the search index.") from error
