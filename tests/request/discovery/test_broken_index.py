"""Without an index, or with a broken one: answers from the database, a word about it, and a rebuild by the worker."""

from __future__ import annotations

import shutil
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import clock, outbox, reindex
from portal.core.outbox import OutboxItem
from portal.core.reindex import TALENT
from portal.core.transaction import transaction
from portal.core.worker import do_chores, drain, run, start
from portal.discovery import index
from portal.discovery.commands import command
from portal.discovery.documents import every_document
from portal.extensions import db
from portal.search import IndexBusy, IndexUnavailable
from portal.search.postgres_engine import PostgresEngine
from portal.talents.notifications import mark_for_index
from tests.html_of_search import counts_of, titles_of

BANNER = "The search index is being built again"


def root(app) -> Path:
    return Path(app.config["SEARCH_INDEX"])


def remove(app) -> None:
    shutil.rmtree(root(app), ignore_errors=True)


def cut_segments(app) -> None:
    for path in root(app).glob("gen-*/MAIN_*"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble_segments(app) -> None:
    for path in root(app).glob("gen-*/MAIN_*"):
        if path.suffix != ".toc":
            path.write_bytes(bytes(255 - octet for octet in path.read_bytes()))


def lose_pointer(app) -> None:
    (root(app) / "CURRENT").unlink()


def cut_manifest(app) -> None:
    (path,) = root(app).glob("gen-*/MANIFEST.json")
    path.write_bytes(path.read_bytes()[:20])


def cut_contents(app) -> None:
    for path in root(app).glob("gen-*/*.toc"):
        path.write_bytes(path.read_bytes()[:20])


def open_to_others(app) -> None:
    root(app).chmod(0o755)


def run_sql(app, statement: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text(statement))


HARMS = {
    "sqlite": (remove, cut_segments, scramble_segments, lose_pointer),
    "postgresql": (
        lambda app: PostgresEngine(db.engine).drop(),
        lambda app: run_sql(app, "DROP TABLE search_1_document"),
        lambda app: run_sql(app, "DROP TABLE search_1_set"),
        lambda app: run_sql(app, "DELETE FROM search_index"),
        lambda app: run_sql(app, "UPDATE search_index SET version = 0"),
        lambda app: run_sql(app, "UPDATE search_index SET generation = 9"),
    ),
}


@pytest.mark.parametrize(
    ("home", "harm"), [(engine, harm) for engine, harms in HARMS.items() for harm in harms], indirect=["home"]
)
def test_answers_come_from_the_database_and_the_index_is_built_again(app, world, cast, visit, harm):
    crm = world.skill("CRM")
    world.mission(title_en="Clean the CRM", skills=((crm, 3),))
    world.holds(cast.tom, crm, 3)
    with app.app_context():
        index.rebuild()
        harm(app)
    ines = visit(cast.ines)
    page = ines.get("/search?q=crm")
    assert BANNER in page.text
    assert titles_of(page) == ["Clean the CRM", "Tom Lefèvre"]
    assert counts_of(page) == {"Everything": 2, "Missions": 1, "People": 1}
    assert "CRM" in [mark.text for mark in page.find("mark")]
    with app.app_context():
        drain()
        assert not index.verify()
    page = ines.get("/search?q=crm")
    assert BANNER not in page.text
    assert set(titles_of(page)) == {"Clean the CRM", "Tom Lefèvre"}


@pytest.mark.parametrize("home", ["sqlite"], indirect=True)
def test_a_folder_open_to_others_is_not_trusted(app, world, cast, visit):
    world.mission(title_en="Clean the CRM")
    with app.app_context():
        index.rebuild()
    open_to_others(app)
    page = visit(cast.ines).get("/search?q=crm")
    assert BANNER in page.text
    assert titles_of(page) == ["Clean the CRM"]


def test_many_searches_ask_for_one_rebuild(app, cast, visit):
    ines = visit(cast.ines)
    for _ in range(3):
        ines.get("/search?q=crm")
    with app.app_context():
        asked = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "index")).all()
        assert len(asked) <= 2
        assert {item.payload["kind"] for item in asked} == {"rebuild"}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (sa.exc.OperationalError("INSERT", {}, Exception("database is locked")), "the database is busy"),
        (sa.exc.OperationalError("INSERT", {}, Exception("database or disk is full")), "disk is full"),
        (sa.exc.IntegrityError("INSERT", {}, Exception("UNIQUE constraint failed: outbox_item.key")), "already asked"),
    ],
)
def test_a_rebuild_that_cannot_be_asked_for_says_why_and_costs_no_answer(
    world, cast, visit, monkeypatch, caplog, error, said
):
    world.mission(title_en="Clean the CRM")
    caplog.set_level("INFO", "portal.discovery.index")

    class Refused(Session):
        def commit(self):
            raise error

    ines = visit(cast.ines)
    monkeypatch.setattr(index, "Session", Refused)
    assert titles_of(ines.get("/search?q=crm")) == ["Clean the CRM"]
    assert said in caplog.text
    assert ("already asked" in caplog.text) == (said == "already asked")


def test_a_rebuild_that_was_done_meanwhile_is_not_done_again(app, cast, visit):
    visit(cast.ines).get("/search?q=crm")
    with app.app_context():
        index.rebuild()
        before = index.engine().health().generation
        drain()
        assert index.engine().health().generation == before


@pytest.mark.parametrize("home", ["sqlite"], indirect=True)
@pytest.mark.parametrize("harm", [cut_manifest, cut_contents])
def test_a_worker_that_read_the_index_before_it_broke_builds_it_again(app, world, cast, visit, harm):
    world.mission(title_en="Clean the CRM")
    with app.app_context():
        index.rebuild()
        assert index.engine().health().ok
    of_worker = app.extensions["search_engines"]
    harm(app)
    app.extensions["search_engines"] = {}  # as in a process that starts
    ines = visit(cast.ines)
    assert BANNER in ines.get("/search?q=crm").text
    of_pages, app.extensions["search_engines"] = app.extensions["search_engines"], of_worker
    with app.app_context():
        drain()
    app.extensions["search_engines"] = of_pages
    assert BANNER not in ines.get("/search?q=crm").text
    of_worker["whoosh"].close()


def test_the_fallback_filters_and_pages_as_the_index_does(app, world, cast, visit):
    for number in range(21):
        world.mission(title_en=f"Map number {number}", percent=10 if number else 60)
    world.profile(cast.tom, headline_en="Map maker")
    ines = visit(cast.ines)
    first = ines.get("/search?q=map")
    second = ines.get(next(first.find("a", rel="next")).attrib["href"])
    assert len(titles_of(first)) == 20
    assert len(titles_of(second)) == 2
    assert titles_of(second)[-1] == "Tom Lefèvre"
    assert titles_of(ines.get("/search?q=map&kind=mission&share=more")) == ["Map number 0"]
    assert titles_of(ines.get("/search?q=map&kind=talent&contract=freelance")) == []
    assert titles_of(ines.get("/search?q=map&kind=talent&contract=employee")) == ["Tom Lefèvre"]


def test_a_change_without_an_index_builds_it(app, world, cast):
    world.profile(cast.tom, headline_en="Map maker")
    with app.app_context():
        with transaction():
            mark_for_index(cast.tom.person())
        drain()
        assert not index.verify()


def test_more_changes_than_a_statement_has_room_for(app, world, cast):
    """A skill that tens of thousands hold is renamed; PostgreSQL takes 65,535 values, SQLite 32,766 or more."""
    world.profile(cast.tom, headline_en="Map maker")
    with app.app_context():
        index.rebuild()
        before = index.engine().health().generation
        with transaction():
            cast.tom.person().job_title = "Cartographer"
            everyone = {"kind": TALENT, "ids": list(range(1, 66_001))}
            outbox.enqueue(reindex.KIND, f"{reindex.KIND}:many", everyone)
        drain()
        item = db.session.scalar(sa.select(OutboxItem).where(OutboxItem.key == f"{reindex.KIND}:many"))
        assert (item.done_at is not None, item.error) == (True, None)
        assert index.engine().health().generation == before
        assert not index.verify()


def test_a_worker_builds_a_missing_index_before_it_delivers(app, world, cast):
    world.mission()
    with app.app_context():
        start()
        assert not index.verify()
        before = index.engine().health().generation
        start()
        assert index.engine().health().generation == before


def damage_unseen(app) -> None:
    (path,) = root(app).glob("gen-*/MAIN_*.pst")
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 2] ^= 255
    path.write_bytes(octets)


def replace_much(app) -> None:
    for _ in range(2):
        index.engine().apply(every_document(db.session))


@pytest.mark.parametrize(
    ("home", "harm"),
    [
        ("sqlite", damage_unseen),
        ("sqlite", replace_much),
        ("sqlite", lose_pointer),
        ("sqlite", cut_manifest),
        ("sqlite", cut_contents),
        ("postgresql", lambda app: run_sql(app, "ALTER TABLE search_1_document RENAME terms TO lost")),
        ("postgresql", lambda app: run_sql(app, "DELETE FROM search_1_document WHERE number = 0")),
        ("postgresql", lambda app: run_sql(app, "DROP TABLE search_1_set")),
    ],
    indirect=["home"],
)
def test_a_worker_builds_again_what_nobody_saw_was_damaged_or_worn(app, world, cast, harm):
    world.mission()
    with app.app_context():
        index.rebuild()
        before = index.engine().health().generation
        harm(app)
    stop = threading.Event()
    worker = threading.Thread(target=run, args=(app, stop))
    worker.start()
    try:
        assert comes_true(app, lambda: renewed(before))
    finally:
        stop.set()
        worker.join(30)


def renewed(before: str) -> bool:
    state = index.engine().health(thorough=True)
    return state.ok and state.generation != before and state.stale_share == 0 and not index.verify()


def comes_true(app, condition) -> bool:
    for _ in range(60):
        with app.app_context():
            if condition():
                return True
        time.sleep(0.25)
    return False


def test_the_chore_leaves_a_sound_index_alone(app, world, cast):
    world.mission()
    with app.app_context():
        index.rebuild()
        before = index.engine().health().generation
        do_chores()
        assert index.engine().health().generation == before


def test_one_indexer_at_a_time(app, world, cast):
    with app.app_context():
        with transaction():
            mark_for_index(cast.tom.person())
        held, done = threading.Event(), threading.Event()

        def occupy() -> None:
            with app.app_context(), index.one_indexer():
                held.set()
                done.wait(10)

        other = threading.Thread(target=occupy)
        other.start()
        held.wait(10)
        try:
            with pytest.raises(IndexBusy), index.one_indexer(timeout=0.1):
                pass
        finally:
            done.set()
            other.join()
        drain()
        assert not index.verify()
        assert outbox.oldest_due("index") is None


def test_the_command_line(app, world, cast):
    run = app.test_cli_runner().invoke
    assert run(command, ["status"]).output.startswith("not usable: ")
    assert run(command, ["verify"]).exit_code == 1
    world.mission()
    assert run(command, ["rebuild"]).output == "35 documents\n"
    assert run(command, ["verify"]).output == "35 documents, as in the database.\n"
    world.mission()
    late = run(command, ["verify"])
    assert late.exit_code == 1
    assert "missing: mission:" in late.output
    assert "Error: 1 missing, 0 unexpected. Run: portal index rebuild\n" in late.output
    assert "gen-0001: 35 documents" in run(command, ["status"]).output
    assert run(app.cli, ["index", "rebuild"]).output == "36 documents\n"


def test_a_long_difference_is_listed_in_part_and_counted(app, world, cast):
    run = app.test_cli_runner().invoke
    with app.app_context():
        index.engine().rebuild([])
    said = run(command, ["verify"]).output
    assert said.count("missing: card:") + said.count("missing: talent:") == 20
    assert "missing: and 14 more\n" in said
    assert "unexpected: and" not in said


def test_a_long_build_says_how_far_it_is(app, world, cast, monkeypatch):
    monkeypatch.setattr(index, "TELL_SECONDS", 0)
    world.mission()
    heard = []
    with app.app_context():
        count = index.rebuild(lambda done, total: heard.append((done, total)))
    assert heard == [(done, count) for done in range(1, count + 1)]
    said = app.test_cli_runner().invoke(command, ["rebuild"])
    assert f"{count} of {count} documents read\n" in said.stderr
    assert said.stdout == f"{count} documents\n"


def test_the_small_words_of_a_question_need_not_stand_in_the_answer(cast, visit, world):
    world.mission(title_en="Rota planning", title_fr="Planning d’équipe")
    assert titles_of(visit(cast.ines).get("/search?q=the+planning+of+the+rota")) == ["Rota planning"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"clean the" CRM', ["Clean the CRM data"]),
        ("clean, data", ["Clean the CRM data"]),
        ("«data»", ["Clean the CRM data"]),
        ("l’exploitation d'une ligne", ["Exploitation d’une ligne"]),
        ("clean timetable", []),
        ("???", []),
    ],
)
def test_the_fallback_reads_what_was_typed_as_the_index_does(world, cast, visit, text, found):
    world.mission(title_en="Clean the CRM data")
    world.mission(title_en="", title_fr="Exploitation d’une ligne")
    page = visit(cast.ines).get("/search", query_string={"q": text})
    assert BANNER in page.text
    assert titles_of(page) == found


def park(app, item_id: int) -> None:
    with app.app_context(), transaction() as session:
        item = session.get_one(OutboxItem, item_id)
        item.attempts, item.parked_at, item.error = outbox.MAX_ATTEMPTS, clock.now(), "every attempt was cut off"


def hide_and_park(app, cast) -> None:
    """Something is hidden, and the worker gave up writing it."""
    with app.app_context(), transaction() as session:
        mark_for_index(cast.tom.person(), hides=True)
        session.flush()
        item_id = session.scalar(sa.select(sa.func.max(OutboxItem.id)))
    park(app, item_id)


def awaited(app) -> bool:
    with app.app_context():
        return reindex.is_late_to_hide() or outbox.has_parked(reindex.KIND)


@pytest.mark.parametrize("cure", [index.rebuild, index.renew_index])
def test_what_was_given_up_is_in_the_index_that_is_built_again(app, world, cast, visit, cure):
    world.mission(title_en="Clean the CRM")
    with app.app_context():
        index.rebuild()
    hide_and_park(app, cast)
    ines = visit(cast.ines)
    page = ines.get("/search?q=crm")
    assert "The search index is catching up" in page.text
    assert BANNER not in page.text
    assert titles_of(page) == ["Clean the CRM"]
    assert awaited(app)
    with app.app_context():
        cure()
    assert not awaited(app)
    assert "The search index is catching up" not in ines.get("/search?q=crm").text


def ask_for_another(app) -> str:
    """A search failed on the index of this moment, which is sound."""
    with app.app_context():
        before = index.engine().health().generation
        index.request_rebuild(IndexUnavailable("It cannot be read."))
        drain()
        return before


def test_a_sound_index_is_not_built_again_and_again(app, world, cast, caplog):
    caplog.set_level("WARNING", "portal.discovery.index")
    world.mission()
    with app.app_context():
        index.rebuild()
        built = index.engine().health().generation
        app.extensions.pop("search_index_built")  # it was built by another process
    assert ask_for_another(app) == built
    assert "It cannot be read." in caplog.text
    with app.app_context():
        again = index.engine().health().generation
        assert again != built
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert ask_for_another(app) == again
        with app.app_context():
            assert index.engine().health().generation == again
    assert "It is not built again." in caplog.text
    with clock.at(clock.now() + timedelta(hours=2)):
        ask_for_another(app)
        with app.app_context():
            assert index.engine().health().generation != again


@pytest.mark.parametrize("home", ["postgresql"], indirect=True)
def test_an_index_that_has_no_time_is_not_thought_broken(app, world, cast, visit):
    world.mission(title_en="Clean the CRM")
    with app.app_context():
        index.rebuild()
        ines = visit(cast.ines)
        with db.engine.begin() as connection:
            connection.execute(sa.text("LOCK TABLE search_index IN ACCESS EXCLUSIVE MODE"))
            page = ines.get("/search?q=crm")
        assert titles_of(page) == ["Clean the CRM"]
        assert "The search index is catching up" in page.text
        assert BANNER not in page.text
        assert not outbox.is_awaited(reindex.KIND, reindex.KIND)


def test_nothing_is_open_while_what_was_read_is_written(app, world, cast):
    """PostgreSQL ends a transaction that waits half a minute; writing a hundred thousand documents takes longer."""
    world.mission()
    with app.app_context(), Session(db.engine) as session:
        assert len(list(every_document(session))) > 1
        assert not session.in_transaction()
