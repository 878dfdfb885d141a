"""The search engine at scale: PostgreSQL full text, in the portal's own database, for any number of machines.

Every search reads one committed state, whatever is written meanwhile. See ``postgres_tables`` for the tables,
``postgres_terms`` for what they hold, ``postgres_writer`` for changes, ``postgres_snapshot`` and ``finder`` for
answers.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import Cursor

from portal.search.engine import IndexTooSlow, IndexUnavailable, SearchError
from portal.search.model import Document, Health
from portal.search.postgres_snapshot import AFTER_ALL, PostgresSnapshot
from portal.search.postgres_tables import Tables
from portal.search.postgres_terms import PERIOD, quoted
from portal.search.postgres_writer import ChangeWriter, GenerationWriter
from portal.search.reading import Answer, SnapshotEngine, last_wins

# A statement or a lock took longer than is allowed; every connection was busy.
_TOO_SLOW = (psycopg.errors.QueryCanceled, psycopg.errors.LockNotAvailable, sa.exc.TimeoutError)


class PostgresEngine(SnapshotEngine[PostgresSnapshot]):
    """A :class:`portal.search.engine.SearchEngine` in a database of PostgreSQL 14 or later.

    ``name`` begins the names of its tables. ``lock_timeout`` is how many seconds a writer waits for another;
    ``memory_mb`` what the server may sort the index in, during a rebuild.
    """

    def __init__(
        self, database: sa.Engine, *, name: str = "search", lock_timeout: float = 5.0, memory_mb: int = 256
    ) -> None:
        self._database = database
        self._tables = Tables(name)
        self._lock_timeout = lock_timeout
        self._memory_mb = memory_mb

    def health(self, *, thorough: bool = False) -> Health:
        """Describe the index without ever raising; ``thorough`` also reads every vector and counts every set."""
        try:
            return self._read(_thorough_health if thorough else _health)
        except IndexUnavailable as error:
            return Health(False, reason=str(error))

    def apply(self, updates: Iterable[Document], deletes: Iterable[str] = ()) -> None:
        """Put documents in, or take them out, in one commit. See the contract. Raises IndexBusy, IndexUnavailable."""
        fresh, gone = last_wins(updates, deletes)
        if not fresh and not gone:
            return
        with self._writing() as cursor:
            state = self._tables.state(cursor)
            ChangeWriter(cursor, self._tables, state).change(fresh.values(), gone)

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Write a new generation and put it in use. See the contract. Raises IndexBusy, IndexUnavailable.

        The generation it replaces is kept until the next rebuild, for the searches that are still reading it.
        """
        with self._writing() as cursor:
            former = self._tables.create_index(cursor)
            self._tables.sweep(cursor, keep=former)
            writer = GenerationWriter(cursor, self._tables, former + 1, memory_mb=self._memory_mb)
            writer.add_all(documents)
            return writer.commit().documents

    @contextmanager
    def indexing(self, timeout: float) -> Iterator[None]:
        """Be the only indexer, of all machines. Raises IndexBusy after ``timeout`` seconds."""
        with self._transaction() as cursor:
            self._tables.lock_for_indexing(cursor, timeout)
            yield

    def close(self) -> None:
        """Nothing is held between searches: the connections belong to the portal."""

    def drop(self) -> None:
        """Remove the index and its tables."""
        with self._writing() as cursor:
            self._tables.sweep(cursor)

    def _read(self, work: Callable[[PostgresSnapshot], Answer]) -> Answer:
        try:
            with self._connection() as connection:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                raw: Any = connection.connection
                with raw.cursor(binary=True) as cursor:
                    answer = work(PostgresSnapshot(cursor, self._tables))
                raw.commit()  # nothing to write, but at a ROLLBACK the driver would forget the statements it prepared
                return answer
        except SearchError:
            raise
        except _TOO_SLOW as error:
            raise IndexTooSlow("The search index did not answer in time.") from error
        except Exception as error:  # tables that do not agree may lead anywhere
            raise IndexUnavailable("The search index cannot be read.") from error

    @contextmanager
    def _writing(self) -> Iterator["Cursor[Any]"]:
        """A transaction of the only writer, on disk when it ends; undone if anything fails."""
        with self._transaction() as cursor:
            self._tables.lock_for_writing(cursor, self._lock_timeout)
            cursor.execute("SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)")
            cursor.execute("SELECT set_config('synchronous_commit', 'on', true)")
            yield cursor

    @contextmanager
    def _transaction(self) -> Iterator["Cursor[Any]"]:
        with _failures_as_unavailable(), self._connection() as connection:
            raw: Any = connection.connection
            with raw.cursor(binary=True) as cursor:
                yield cursor
            raw.commit()

    def _connection(self) -> sa.Connection:
        try:
            return self._database.connect()
        except sa.exc.DBAPIError as error:
            raise IndexUnavailable("The database of the search index cannot be reached.") from error


@contextmanager
def _failures_as_unavailable() -> Iterator[None]:
    """Turn the failures of our own statements into IndexUnavailable: those of the documents come from elsewhere."""
    try:
        yield
    except psycopg.Error as error:
        raise IndexUnavailable("The search index cannot be written.") from error


def _health(snapshot: PostgresSnapshot) -> Health:
    state = snapshot.state
    stale = 1 - state.documents / state.size if state.size else 0.0
    return Health(True, state.documents, f"gen-{state.generation:04d}", round(stale, 4))


def _thorough_health(snapshot: PostgresSnapshot) -> Health:
    """The same, once every vector was read; every document must be in the full-text index, and in one period."""
    state = _health(snapshot)
    snapshot.rows("SELECT set_config('statement_timeout', '0', true)")
    within = (PERIOD, PERIOD + AFTER_ALL)
    counts = [
        snapshot.rows("SELECT count(length(terms)) FROM {document}"),
        snapshot.rows("SELECT count(*) FROM {document} WHERE terms @@ %s::tsquery", (f"{quoted(PERIOD)}:*",)),
        snapshot.rows("SELECT sum(bit_count(bits))::bigint FROM {set} WHERE lexeme > %s AND lexeme < %s", within),
    ]
    if any((count or 0) != state.documents for ((count,),) in counts):
        return replace(state, ok=False, reason="The tables of the search index do not agree.")
    return state
