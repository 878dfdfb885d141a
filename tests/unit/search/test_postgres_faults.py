"""A server of its own to ill-treat: a full disk, files cut short, a process of the server killed."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.search import Document, IndexUnavailable
from portal.search.postgres_engine import PostgresEngine
from portal.search.postgres_writer import ChangeWriter
from tests.postgres import Server

from .contract_changes import ids
from .documents import LIBRARY, document, query

# Above the size of a file of the journal, which cannot be refused room without stopping the whole server.
ROOM = "1300000"
BULK = [document(f"bulk{n}", "Robot", body_fr=" ".join(f"mot{n}x{i}" for i in range(1_500))) for n in range(40)]


class FragileServer(Server):
    """A server with small files, which can be started again."""

    def _run(self, program: str, *arguments: str) -> None:
        super()._run(program, *arguments, *(["--wal-segsize=1"] if program == "initdb" else []))

    def restart(self) -> None:
        """Stop properly and start again, with nothing in memory."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")
        self._serve()

    def limit_files(self, database: sa.Engine, octets: str) -> None:
        """Refuse to the process of our only connection to write beyond a size: as a full disk does."""
        with database.connect() as connection:
            process = connection.execute(sa.select(sa.func.pg_backend_pid())).scalar_one()
        self._run("/usr/bin/prlimit", "--pid", str(process), f"--fsize={octets}:")

    def file_of(self, database: sa.Engine, relation: str) -> Path:
        """Where a table or an index lies."""
        with database.connect() as connection:
            return self.data / connection.execute(sa.select(sa.func.pg_relation_filepath(relation))).scalar_one()


@pytest.fixture(scope="module")
def server() -> Iterator[FragileServer]:
    made = FragileServer()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def database(server: FragileServer) -> Iterator[sa.Engine]:
    made = sa.create_engine(server.url, pool_size=1, max_overflow=0, pool_pre_ping=True)
    yield made
    made.dispose()


@pytest.fixture
def engine(database: sa.Engine) -> Iterator[PostgresEngine]:
    made = PostgresEngine(database)
    made.rebuild(LIBRARY)
    yield made
    made.drop()


@pytest.mark.parametrize("write", ["apply", "rebuild"])
def test_a_full_disk_refuses_the_change_and_the_former_index_answers(
    server: FragileServer, engine: PostgresEngine, database: sa.Engine, write: str
) -> None:
    server.limit_files(database, ROOM)
    for _ in range(2):
        with pytest.raises(IndexUnavailable):
            getattr(engine, write)(BULK)
        assert ids(engine.search(query("projet")).hits) == {"data", "audit"}
        assert engine.health(thorough=True).ok
    server.limit_files(database, "unlimited")
    getattr(engine, write)(BULK)
    assert engine.search(query("robot")).total == len(BULK)


@pytest.mark.parametrize("relation", ["document", "document_terms_idx", "set", "document_pkey"])
def test_a_table_cut_short_is_said_so_and_a_rebuild_heals_it(
    server: FragileServer, engine: PostgresEngine, database: sa.Engine, relation: str
) -> None:
    path = server.file_of(database, f"search_1_{relation}")
    server.restart()
    os.truncate(path, 0)
    with pytest.raises(IndexUnavailable):
        engine.search(query("projet"))
    assert not engine.health(thorough=True).ok
    assert engine.rebuild(LIBRARY) == 3
    assert ids(engine.search(query("projet")).hits) == {"data", "audit"}
    assert engine.rebuild(LIBRARY) == 3
    assert engine.health(thorough=True).ok


def test_a_server_process_killed_during_a_change_leaves_the_former_state(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(writer: ChangeWriter, *_: object) -> None:
        process = writer._cursor.connection.info.backend_pid
        os.kill(process, signal.SIGKILL)
        writer._run("SELECT 1", ())

    with monkeypatch.context() as patched:
        patched.setattr(ChangeWriter, "_write_words", killed)
        with pytest.raises(IndexUnavailable):
            engine.apply([document("new", "Robot")])
    wait_for(engine)
    assert engine.search(query("robot")).total == 0
    engine.apply([document("new", "Robot")])
    assert engine.search(query("robot")).total == 1
    assert engine.health(thorough=True).ok


def test_without_its_server_the_index_is_unavailable(server: FragileServer) -> None:
    lost = PostgresEngine(sa.create_engine(server.url.replace(str(server.folder), "/nowhere")))
    for work in (lambda: lost.search(query()), lambda: lost.apply([document("x")]), lambda: lost.rebuild(NOTHING)):
        with pytest.raises(IndexUnavailable):
            work()
    assert not lost.health().ok


NOTHING: list[Document] = []


def wait_for(engine: PostgresEngine) -> None:
    """Until the server is back."""
    for _ in range(100):
        if engine.health().ok:
            return
        time.sleep(0.1)
    raise AssertionError(engine.health().reason)
