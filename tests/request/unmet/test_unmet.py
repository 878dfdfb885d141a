"""What was looked for in vain: never who asked, never a name, an address or a number, never a small number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core import clock
from portal.core.transaction import transaction
from portal.core.worker import do_chores
from portal.discovery import index
from portal.discovery.unmet.models import UnmetNeed, UnmetTrace
from portal.discovery.unmet.recording import note_unmet
from portal.extensions import db
from portal.missions.models import MissionState

PEOPLE = ("ines", "tom", "lea", "nadia", "marc", "dora", "karim")


@pytest.fixture(autouse=True)
def built(app: Flask, cast, world) -> None:
    """A portal whose library knows Origami and data analysis, which nobody holds and no mission asks for."""
    world.skill("Origami")
    world.skill("Paper folding in space", "Pliage du papier dans l’espace")
    with app.app_context():
        index.rebuild()


@pytest.fixture
def kept(app: Flask) -> Callable[[], dict[str, int]]:
    """The words kept so far, and how often."""

    def read() -> dict[str, int]:
        with app.app_context():
            rows = db.session.execute(sa.select(UnmetNeed.words, sa.func.sum(UnmetNeed.count)).group_by("words"))
            return {words: int(count) for words, count in rows}

    return read


@pytest.fixture
def ask_daily(app: Flask, cast) -> Callable[..., None]:
    """Someone searches the same words on several days."""

    def ask(text: str, days: int, person: str = "ines") -> None:
        for day in range(days):
            with app.app_context(), clock.at(clock.now() + timedelta(days=day)):
                note_unmet(getattr(cast, person).id, text, "", "en")

    return ask


def test_a_word_of_the_library_is_kept_at_once(app, cast, visit, kept):
    visit(cast.ines).get("/search?q=Origami&kind=mission")
    assert kept() == {"origami": 1}
    with app.app_context():
        need = db.session.scalar(sa.select(UnmetNeed))
        assert (need.week, need.language, need.kind) == (clock.this_week(), "en", "mission")
        columns = {column.name for column in UnmetNeed.__table__.c}
        assert columns == {"id", "week", "words", "language", "kind", "count"}


def test_the_name_of_a_skill_is_kept_whole(cast, visit, kept):
    visit(cast.ines, locale="fr").get("/search?q=pliage du papier dans l'espace")
    visit(cast.ines).get("/search?q=Folding+origami")
    assert kept() == {"pliage du papier dans l'espace": 1, "folding": 1, "origami": 1}


def test_what_found_something_or_was_narrowed_is_not_kept(app, world, cast, visit, kept):
    world.mission(title_en="Origami for everyone")
    with app.app_context():
        index.rebuild()
    ines = visit(cast.ines)
    ines.get("/search?q=origami")
    ines.get("/search?q=folding&kind=mission&share=10")
    ines.get("/search")
    assert kept() == {}


def test_a_person_counts_once_a_day(cast, visit, kept):
    for _ in range(3):
        visit(cast.ines).get("/search?q=origami")
    visit(cast.tom).get("/search?q=origami")
    assert kept() == {"origami": 2}


def test_an_unknown_word_waits_for_its_third_day(app, ask_daily, kept):
    ask_daily("blockchain", 2)
    assert kept() == {}
    with app.app_context():
        assert "blockchain" not in repr(db.session.execute(sa.select(UnmetTrace.__table__)).all())
    ask_daily("blockchain", 3, "tom")
    assert kept() == {"blockchain": 1}


def test_a_word_of_a_published_mission_is_known(app, world, cast, visit, kept):
    world.mission(title_en="Blockchain", state=MissionState.DRAFT, published_at=None)
    visit(cast.sofia).get("/search?q=blockchain")
    assert kept() == {}
    world.mission(title_en="Blockchain for employees")
    visit(cast.sofia).get("/search?q=blockchain")
    assert kept() == {"blockchain": 1}


@pytest.mark.parametrize(
    "text",
    [
        "carvalho",
        "Inès Carvalho",
        "léa",
        "jane.doe@example.org",
        "mailto:jane@example.org",
        "https://example.org/secret",
        "www.example.org",
        "0612345678",
        "+33 6 12 34 56 78",
        "1850675123456",
        "FR7630006000011234567890189",
        "ab",
        "the of",
        "hunter2",
        "<script>",
        "💥" * 50,
        "x" * 500,
    ],
)
def test_what_could_tell_of_someone_is_never_kept(app, cast, ask_daily, kept, text):
    with app.app_context(), transaction():
        cast.lea.person().left_on = clock.today() - timedelta(days=400)
    ask_daily(text, 4)
    assert not set(kept()) - {"script"}, kept()
    with app.app_context():
        traces = repr(db.session.execute(sa.select(UnmetTrace.__table__)).all()).casefold()
        assert text.casefold() not in traces


def test_a_busy_database_costs_no_answer(app, cast, visit, kept, monkeypatch):
    def refuse(*args):
        raise sa.exc.OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr("portal.discovery.unmet.recording.note_unmet", refuse)
    assert "Nothing found" in visit(cast.ines).get("/search?q=origami").text
    assert kept() == {}


def test_nobody_waits_to_write_while_names_are_read(app, cast, monkeypatch, kept):
    """On SQLite a transaction keeps all others from writing: it has only writing to do."""
    read = []

    def from_outside(*args):
        with transaction():  # refused inside another
            read.append(args)
        return frozenset()

    monkeypatch.setattr("portal.discovery.unmet.recording.kept", from_outside)
    with app.app_context():
        note_unmet(cast.ines.id, "origami carvalho", "", "en")
    assert len(read) == 1
    assert kept() == {"origami": 1}


def look_for(visit, cast, text, people=PEOPLE):
    for name in people:
        visit(getattr(cast, name)).get(f"/search?q={text}")


def test_human_resources_read_numbers_of_five_or_more(cast, visit):
    look_for(visit, cast, "origami", PEOPLE[:5])
    look_for(visit, cast, "folding", PEOPLE[:4])
    page = visit(cast.helene).get("/unmet-needs")
    assert "origami" in page.text
    assert "folding" not in page.text
    assert "1 need" in page.text
    assert page.by_id("needs-title") is not None
    links = page.links()
    assert any("/library/skills/" in href for href in links.values())
    csv = visit(cast.helene).get("/unmet-needs.csv").response.text
    assert "origami" in csv
    assert "folding" not in csv
    assert "origami" in visit(cast.helene, locale="fr").get("/unmet-needs?weeks=52").text


def test_small_numbers_of_a_week_are_hidden(app, cast, visit):
    for weeks_ago, count in ((0, 3), (1, 4)):
        with app.app_context(), transaction() as session:
            week = clock.this_week() - timedelta(weeks=weeks_ago)
            session.add(UnmetNeed(week=week, words="origami", language="en", kind="", count=count))
    page = visit(cast.helene).get("/unmet-needs")
    assert "7" in page.text
    row = visit(cast.helene).get("/unmet-needs.csv").response.text.splitlines()[1]
    assert row.endswith("7" + "," * 12)


@pytest.mark.parametrize("name", ["ines", "nadia", "paul", "adele", "simone", "sofia"])
def test_nobody_else_reads_them(cast, visit, name):
    for path in ("/unmet-needs", "/unmet-needs.csv"):
        visit(getattr(cast, name)).get(path, status=403)


@pytest.mark.parametrize("weeks", ["x", "-1", "9999999999", "13", ""])
def test_an_odd_period_is_the_usual_one(cast, visit, weeks):
    assert visit(cast.helene).get(f"/unmet-needs?weeks={weeks}").by_id("needs-title") is not None


def test_nothing_is_kept_for_longer_than_it_serves(app, cast, visit, ask_daily):
    visit(cast.ines).get("/search?q=origami")
    ask_daily("blockchain", 1)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(UnmetTrace.id))) == 2
        with clock.at(clock.now() + timedelta(days=1)):
            do_chores()
        assert db.session.scalar(sa.select(sa.func.count(UnmetTrace.id))) == 1
        with clock.at(clock.now() + timedelta(weeks=9)):
            do_chores()
        assert db.session.scalar(sa.select(sa.func.count(UnmetTrace.id))) == 0
        with clock.at(clock.now() + timedelta(weeks=60)):
            do_chores()
        assert db.session.scalar(sa.select(sa.func.count(UnmetNeed.id))) == 0


def test_few_queries(cast, visit):
    look_for(visit, cast, "origami")
    helene = visit(cast.helene)
    helene.get("/unmet-needs")
    helene.get("/unmet-needs")
    assert helene.query_count <= 4, helene.queries
    ines = visit(cast.ines)
    ines.get("/search?q=folding+paper+space+origami")
    assert ines.query_count <= 40


def test_each_line_leads_to_what_can_be_done(app, cast, visit):
    """A skill of the library, to who could grow in it; other words, to the form of a new skill; both, to a mission."""
    with app.app_context(), transaction() as session:
        for words in ("origami", "blockchain"):
            session.add(UnmetNeed(week=clock.this_week(), words=words, language="en", kind="", count=5))
    helene = visit(cast.helene)
    hrefs = [a.attrib["href"] for a in helene.get("/unmet-needs").find("a")]
    assert "/library/skills/new?name=blockchain&lang=en" in hrefs
    assert not any(href.startswith("/library/skills/new?name=origami") for href in hrefs)
    form = helene.get("/library/skills/new?name=blockchain&lang=en").form("/skills/new")
    assert (form["label_en"], form["label_fr"]) == ("blockchain", "")
    mission = helene.get("/missions/new?title_en=blockchain")
    assert next(mission.find("input", name="title_en")).attrib["value"] == "blockchain"
    assert {"/missions/new?title_en=blockchain", "/missions/new?title_en=origami"} <= set(hrefs)


def everything(app):
    """Every row of every table, but what is kept of needs."""
    with app.app_context():
        tables = {name: table for name, table in db.metadata.tables.items() if not name.startswith("unmet_")}
        return {name: sorted(map(repr, db.session.execute(sa.select(table)))) for name, table in tables.items()}


def test_nothing_anywhere_says_who_asked(app, cast, visit, caplog):
    """Neither in a table, nor in the log, nor by the order or the time at which something was written."""
    caplog.set_level("DEBUG")
    browsers = [visit(getattr(cast, person)) for person in PEOPLE]
    for browser in browsers:
        browser.get("/search")
    before, said = everything(app), len(caplog.records)
    for browser in browsers:
        browser.get("/search?q=Origami")
    assert everything(app) == before
    spoken = " ".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records[said:]).casefold()
    assert "origami" not in spoken
    with app.app_context():
        (need,) = db.session.execute(sa.select(UnmetNeed.__table__)).all()
        assert need._asdict() | {"id": 0} == {
            "id": 0,
            "week": clock.this_week(),
            "words": "origami",
            "language": "en",
            "kind": "",
            "count": len(PEOPLE),
        }
        for trace in db.session.execute(sa.select(UnmetTrace.__table__)).all():
            assert set(trace._asdict()) == {"id", "digest", "day"}
            assert "origami" not in trace.digest
    with app.app_context(), clock.at(clock.now() + timedelta(days=1)):
        do_chores()
        assert db.session.scalars(sa.select(UnmetTrace.digest)).all() == []
