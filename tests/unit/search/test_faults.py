"""Processes killed while they write, two writers at once, a full disk: on both engines, with real processes."""

import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.search import SearchEngine
from portal.search.postgres_engine import PostgresEngine
from portal.search.whoosh_engine import WhooshEngine

from .contract_changes import ids
from .documents import document, query
from .faults import BATCH, WRITES, of_turn, run, start

KILLS = 4
CHANGE = "engine.apply(of_turn(1))"
DIE_AT = "from unittest import mock; mock.patch('{point}', die).start(); "
REBUILD = "engine.rebuild(of_turn(1))"


class Place:
    """An index that other processes reach too: the kind of engine, and where it is."""

    def __init__(self, kind: str, where: str, make: Callable[[], SearchEngine]) -> None:
        self.arguments = (kind, where)
        self.make = make

    def turn(self) -> int:
        """The turn that the index holds, wholly: read as another process would."""
        engine = self.make()
        found = engine.search(query("robot"))
        (turn,) = engine.search(query("robot", counted=frozenset({"turn"}))).facets["turn"]
        assert ids(found.hits) == {f"d{number}" for number in range(BATCH)}
        assert engine.search(query(f"tour{turn}")).total == BATCH
        assert engine.search(query(f'"outil {turn}"')).total == BATCH
        assert not engine.verify(f"d{number}" for number in range(BATCH))
        assert engine.health(thorough=True).ok
        engine.close()
        return int(turn)


@pytest.fixture(params=["whoosh", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An index at turn 0."""
    if request.param == "whoosh":
        made = Place("whoosh", str(tmp_path / "index"), lambda: WhooshEngine(tmp_path / "index"))
        made.make().rebuild(of_turn(0))
        yield made
        return
    database: sa.Engine = request.getfixturevalue("postgres")
    made = Place("postgresql", database.url.render_as_string(hide_password=False), lambda: PostgresEngine(database))
    made.make().rebuild(of_turn(0))
    yield made
    PostgresEngine(database).drop()


def test_killed_at_any_moment_the_index_is_as_before_or_as_after(place: Place) -> None:
    chance = random.Random()
    for _ in range(KILLS):
        writer = start(WRITES, *place.arguments)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "1\n"
        time.sleep(chance.random() * 0.4)
        writer.kill()
        said = writer.communicate()[0].split()
        acknowledged = int(said[-1]) if said else 1
        assert acknowledged <= place.turn() <= acknowledged + 1
        place.make().apply(of_turn(0))
        assert place.turn() == 0


POINTS = {
    "whoosh": [
        (CHANGE, "whoosh.writing.SegmentWriter.commit"),
        (CHANGE, "whoosh.index.TOC.write"),
        (CHANGE, "os.fsync"),
        (REBUILD, "portal.search.whoosh_base.BaseWriter.commit"),
        (REBUILD, "portal.search.whoosh_writer.write_manifest"),
        (REBUILD, "os.fsync"),
        (REBUILD, "os.replace"),
    ],
    "postgresql": [
        (CHANGE, "portal.search.postgres_writer.ChangeWriter._write_sets"),
        (CHANGE, "portal.search.postgres_writer.ChangeWriter._write_words"),
        (CHANGE, "portal.search.postgres_tables.Tables.publish"),
        (CHANGE, "portal.search.postgres_writer.ChangeWriter._write_documents"),
        (REBUILD, "portal.search.postgres_tables.Tables.sweep"),
        (REBUILD, "portal.search.postgres_tables.Tables.index_documents"),
        (REBUILD, "portal.search.postgres_tables.Tables.index_sets"),
        (REBUILD, "portal.search.postgres_tables.Tables.publish"),
    ],
}


@pytest.mark.parametrize(
    ("place", "work", "point"),
    [(kind, work, point) for kind, points in POINTS.items() for work, point in points],
    indirect=["place"],
)
def test_killed_at_a_chosen_point_the_next_commit_is_fine(place: Place, work: str, point: str) -> None:
    code, said = run(DIE_AT.format(point=point) + work, *place.arguments)
    assert code == -9, said
    # A change of Whoosh's is named before it is forced to disk, as nothing depends on it yet.
    assert place.turn() == 0 or (work, point) == (CHANGE, "os.fsync")
    engine = place.make()
    engine.apply(of_turn(2))
    assert place.turn() == 2
    assert engine.rebuild(of_turn(3)) == BATCH
    assert place.turn() == 3


def test_what_a_killed_writer_left_is_swept(place: Place, request: pytest.FixtureRequest) -> None:
    publish = {
        "whoosh": "portal.search.whoosh_engine.publish",
        "postgresql": "portal.search.postgres_tables.Tables.publish",
    }
    point = publish[place.arguments[0]]
    for _ in range(2):
        code, said = run(DIE_AT.format(point=point) + REBUILD, *place.arguments)
        assert code == -9, said
    for turn in range(3):
        place.make().rebuild(of_turn(turn))
    assert len(_generations(place, request)) == 2


def _generations(place: Place, request: pytest.FixtureRequest) -> list[str]:
    kind, where = place.arguments
    if kind == "whoosh":
        return [path.name for path in Path(where).glob("gen-*")]
    database: sa.Engine = request.getfixturevalue("postgres")
    return [name for name in sa.inspect(database).get_table_names() if name.endswith("_document")]


@pytest.mark.parametrize("second", ["apply", "rebuild"])
def test_two_indexers_started_at_once_take_turns(place: Place, second: str) -> None:
    one = start("for turn in range(20): engine.apply(of_turn(turn))", *place.arguments)
    other = start(f"for turn in range(20): engine.{second}(of_turn(turn))", *place.arguments)
    for process in (one, other):
        _, complaint = process.communicate(timeout=120)
        assert process.returncode == 0, complaint
    assert place.turn() == 19


def test_an_indexer_keeps_another_out_until_it_is_killed(place: Place) -> None:
    held = start("with engine.indexing(1): print('held', flush=True); sys.stdin.read()", *place.arguments)
    assert held.stdout is not None
    assert held.stdout.readline() == "held\n"
    code, said = run("with engine.indexing(0.1): pass", *place.arguments)
    assert code == 1
    assert "IndexBusy" in said
    assert place.turn() == 0
    held.kill()
    held.communicate()
    with place.make().indexing(10):
        place.make().apply(of_turn(1))
    assert place.turn() == 1


FULL_DISK = """
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    from portal.search import IndexUnavailable
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    refused = 0
    for size in (0, 64, 600, 1_500):
        for write in (engine.apply, engine.rebuild):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, most))
            try:
                write(of_turn(7))
            except IndexUnavailable:
                refused += 1
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    sys.exit(0 if refused == 8 else 3)
"""


@pytest.mark.parametrize("place", ["whoosh"], indirect=True)
def test_a_full_disk_refuses_changes_and_the_former_index_answers(place: Place) -> None:
    code, said = run(FULL_DISK, *place.arguments)
    assert code == 0, said
    assert place.turn() == 0
    engine = place.make()
    engine.apply(of_turn(8))
    assert place.turn() == 8
    assert engine.rebuild([*of_turn(9), document("more", "Autre")]) == BATCH + 1
    shutil.rmtree(place.arguments[1])
