"""The search page, with an index that works."""

from __future__ import annotations

import re

import pytest

from portal.core.worker import drain
from portal.discovery import index
from portal.missions.models import Audience, MissionState
from portal.search import finder, postgres_snapshot, whoosh_phrases
from portal.talents.services import edit_identity
from tests.html_of_search import counts_of, titles_of


@pytest.fixture
def indexed(app):
    """Builds the index from what the test has written."""

    def build() -> None:
        with app.app_context():
            index.rebuild()

    return build


def test_missions_and_people_are_found_together(world, cast, visit, indexed):
    crm = world.skill("CRM")
    world.mission(title_en="Clean the CRM before the move", skills=((crm, 3),))
    world.holds(cast.tom, crm, 3)
    indexed()
    page = visit(cast.ines).get("/search?q=crm")
    assert set(titles_of(page)) == {"Clean the CRM before the move", "Tom Lefèvre"}
    assert counts_of(page) == {"Everything": 2, "Missions": 1, "People": 1}
    assert "CRM" in [mark.text for mark in page.find("mark")]
    assert "Found in: the title, the skills asked" in page.text
    assert "Found in: the skills" in page.text


def test_the_other_language_and_no_accents(world, cast, visit, indexed):
    world.profile(cast.tom, headline_fr="Pédagogue numérique", headline_en="Digital teacher")
    indexed()
    assert titles_of(visit(cast.ines).get("/search?q=pedagogue")) == ["Tom Lefèvre"]
    assert titles_of(visit(cast.ines, locale="fr").get("/search?q=teachers")) == ["Tom Lefèvre"]


def test_a_skill_is_found_by_its_other_names_and_filled_when_held(world, cast, visit, indexed):
    audit = world.skill("Accessibility audit", "Audit d’accessibilité")
    other = world.skill("Copywriting", "Rédaction")
    world.mission(skills=((audit, 3), (other, 2)))
    world.holds(cast.sofia, audit, 4)
    indexed()
    page = visit(cast.sofia).get("/search?q=accessibilité&kind=mission")
    held = [element for element in page.find("span", class_="skill") if "has" in element.attrib["class"].split()]
    missing = [element for element in page.find("span", class_="skill") if "miss" in element.attrib["class"].split()]
    assert [len(held), len(missing)] == [1, 1]


def test_the_brief_is_quoted_where_it_answers(world, cast, visit, indexed):
    mission = world.mission()
    with world.app.app_context():
        from portal.core.transaction import transaction

        with transaction():
            mission.load().brief.objective_en = "Every timetable must be readable by a screen reader."
    indexed()
    page = visit(cast.ines).get("/search?q=timetable")
    assert "Every timetable must be readable" in page.text
    assert "Found in: the brief" in page.text


def test_filters_of_missions(world, cast, visit, indexed):
    world.mission(title_en="Small map", percent=10, audience=Audience.EMPLOYEES)
    world.mission(title_en="Large map", percent=60, audience=Audience.EXTERNALS)
    indexed()
    ines = visit(cast.ines)
    assert titles_of(ines.get("/search?q=map&kind=mission&share=10")) == ["Small map"]
    assert titles_of(ines.get("/search?q=map&kind=mission&open_to=externals")) == ["Large map"]
    both = ines.get("/search?q=map&kind=mission&share=10&share=more")
    assert len(titles_of(both)) == 2
    chips = [link.attrib["href"] for link in both.find("a", class_="chip")]
    assert len(titles_of(ines.get(chips[0]))) == 1
    assert counts_of(ines.get("/search?q=map&kind=mission&share=10"))["Missions"] == 2


def test_filters_of_people(world, cast, visit, indexed):
    sql = world.skill("SQL")
    world.holds(cast.tom, sql, 3)
    world.holds(cast.sofia, sql, 3)
    indexed()
    page = visit(cast.ines).get("/search?q=sql&kind=talent&contract=freelance")
    assert titles_of(page) == ["Sofia Marchetti"]


def test_words_that_nothing_has_together(world, cast, visit, indexed):
    world.mission(title_en="Paint the depot")
    world.mission(title_en="Count the trains")
    indexed()
    page = visit(cast.ines).get("/search?q=paint+trains")
    assert "Nothing has all of these words" in page.text
    assert len(titles_of(page)) == 2


def test_a_slip_is_corrected(world, cast, visit, indexed):
    world.mission(title_en="Negotiate the contracts")
    indexed()
    page = visit(cast.ines).get("/search?q=negotiete")
    assert "Did you mean “negotiate”?" in page.text
    assert titles_of(visit(cast.ines).get(page.links()["Did you mean “negotiate”?"])) == ["Negotiate the contracts"]


def test_what_was_meant_is_shown_where_nothing_answers(world, cast, visit, indexed):
    world.mission(title_en="Negotiate the contracts")
    indexed()
    page = visit(cast.ines).get("/search?q=negotiete")
    assert "Nothing answers “negotiete”. Here is what answers “negotiate”." in page.text
    assert titles_of(page) == ["Negotiate the contracts"]
    assert [mark.text for mark in page.find("mark")] == ["Negotiate"]
    assert counts_of(page)["Everything"] == 0


def test_a_short_answer_is_followed_by_what_has_some_of_the_words(world, cast, visit, indexed):
    world.mission(title_en="Paint the old trains")
    world.mission(title_en="Count the trains")
    world.mission(title_en="Hidden trains", state=MissionState.DRAFT)
    world.holds(cast.tom, world.skill("Painting"), 3)
    indexed()
    ines = visit(cast.ines)
    page = ines.get("/search?q=paint+trains")
    assert titles_of(page)[0] == "Paint the old trains"
    assert set(titles_of(page)[1:]) == {"Count the trains", "Tom Lefèvre"}
    assert "These have only some of your words" in page.text
    assert "1 answer for" in page.text
    assert counts_of(page)["Everything"] == 1
    assert "Tom Lefèvre" not in titles_of(ines.get("/search?q=paint+trains&kind=mission"))
    assert titles_of(ines.get("/search?q=paint+trains&sort=newest")) == ["Paint the old trains"]
    assert ines.query_count <= 15, ines.queries


def test_nothing_found_says_what_to_do(cast, visit, indexed):
    indexed()
    page = visit(cast.ines).get("/search?q=zzz")
    assert "Try one word instead of several" in page.text
    assert "What are you looking for?" in visit(cast.ines).get("/search").text


def test_pages(world, cast, visit, indexed):
    for number in range(23):
        world.mission(title_en=f"Map number {number}")
    indexed()
    ines = visit(cast.ines)
    first = ines.get("/search?q=map")
    assert len(titles_of(first)) == 20
    second = ines.get(next(first.find("a", rel="next")).attrib["href"])
    assert len(titles_of(second)) == 3
    assert set(titles_of(first)).isdisjoint(titles_of(second))


def test_the_fragment_is_what_the_page_holds(world, cast, visit, indexed):
    world.mission(title_en="Map of the depots")
    indexed()
    ines = visit(cast.ines)
    page, fragment = ines.get("/search?q=depots"), ines.fragment("/search?q=depots", "results")
    assert titles_of(fragment) == titles_of(page)
    assert next(fragment.root.iter("div")).attrib["id"] == "results"
    assert not list(fragment.find("h1"))


def test_in_french(world, cast, visit, indexed):
    world.mission(title_fr="Cartographier les dépôts")
    indexed()
    page = visit(cast.ines, locale="fr").get("/search?q=depots")
    assert "Trouvé dans" in page.text
    assert page.root.attrib["lang"] == "fr"


def test_few_queries(world, cast, visit, indexed):
    crm = world.skill("CRM")
    for _ in range(4):
        world.mission(title_en="Map the CRM", skills=((crm, 3),))
    for person in (cast.tom, cast.lea, cast.sofia):
        world.holds(person, crm, 3)
        world.experience(person, title_en="CRM lead")
    indexed()
    ines = visit(cast.ines)
    ines.get("/search?q=crm")
    asked = ines.query_count
    ines.get("/search")
    header = ines.query_count
    assert asked - header <= 7, ines.queries


def test_what_was_just_written_is_found_once_the_worker_passed(app, world, cast, visit, indexed):
    world.mission()
    indexed()
    with app.app_context():
        tom = cast.tom.person()
        edit_identity(
            tom,
            tom,
            {"headline_fr": "", "headline_en": "Timetable designer", "summary_fr": "", "summary_en": ""},
        )
        drain()
    assert titles_of(visit(cast.ines).get("/search?q=timetable")) == ["Tom Lefèvre"]


@pytest.mark.parametrize(
    "text",
    [
        "*" * 200,
        "(" * 200,
        "title_en:map AND readers:*",
        '"' + "a " * 100 + '"',
        "\x00",
        "a* b* c*",
        "%_%",
        "'; DROP TABLE person; --",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        "x" * 5000,
        "é" * 300,
        "~" * 50 + " NOT [a TO z]",
    ],
)
@pytest.mark.parametrize("state", ["index", "database"])
def test_hostile_words_are_answered(world, cast, visit, indexed, text, state):
    world.mission()
    if state == "index":
        indexed()
    visitor = visit(cast.ines)
    visitor.get("/search?q=first")
    visitor.get("/search", query_string={"q": text, "page": "-5", "kind": "x", "unit": ["y"] * 50})
    assert visitor.query_count <= 15


def test_a_draft_is_found_by_those_who_own_it(world, cast, visit, indexed):
    world.mission(title_en="Quiet preparation", state=MissionState.DRAFT, owner=cast.karim, co_owner=cast.claire)
    indexed()
    assert titles_of(visit(cast.claire).get("/search?q=quiet")) == ["Quiet preparation"]
    assert titles_of(visit(cast.ines).get("/search?q=quiet")) == []


def test_signed_out_goes_to_the_door(visit, cast):
    assert "/sign-in" in visit().get("/search?q=map", status=302).location


def test_a_missing_page_leads_to_the_search(visit, cast):
    assert "/search" in visit(cast.ines).get("/nowhere", status=404).links()["Search"]
    assert "Search" not in visit().get("/nowhere", status=404).links()


def test_the_page_says_that_there_may_be_more(world, cast, visit, indexed, monkeypatch):
    monkeypatch.setattr(finder, "BEGINNINGS", 1)
    for name in ("Robotics", "Robots"):
        world.mission(title_en=f"{name} for the workshop")
    indexed()
    ines = visit(cast.ines)
    assert "There are at least this many answers." in ines.get("/search?q=robo").text
    assert "at least this many" not in ines.get("/search?q=workshop").text


def test_what_was_not_looked_at_is_not_said_to_be_missing(world, cast, visit, indexed, monkeypatch):
    world.mission(title_en="Draw the customer flows")
    indexed()
    ines = visit(cast.ines)
    assert titles_of(ines.get('/search?q="draw the customer flows"')) == ["Draw the customer flows"]
    monkeypatch.setattr(whoosh_phrases, "AFFORDED", 0)
    monkeypatch.setattr(postgres_snapshot, "PHRASED", 0)
    page = ines.get('/search?q="draw the customer flows"')
    assert "Nothing found so far" in page.text
    assert "at least this many" not in page.text
    assert re.search(r"draw the customer flows\W*at least 1 answer", page.text)
