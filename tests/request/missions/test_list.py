"""The list of missions: who reads what, what narrows it, and what it costs."""

from __future__ import annotations

import pytest

from portal.core import clock
from portal.core.transaction import transaction
from portal.missions.models import Audience, MissionLanguage, MissionState, Necessity, Remote, Seat, SeatSkill
from portal.talents.models import HeldSkill
from tests.factories import week
from tests.visitor import text_of

STATES_BEFORE = (MissionState.DRAFT, MissionState.SUBMITTED, MissionState.CHANGES_REQUESTED)


def titles(page):
    return [text_of(link) for link in page.find("a", class_="cover")]


def hold(app, person, *skills):
    with app.app_context(), transaction() as session:
        session.add_all(HeldSkill(person_id=person.id, skill_id=skill.id, level=level) for skill, level in skills)


def test_open_missions_stand_with_what_they_ask(visit, cast, world):
    world.mission(skills=((world.skill("SQL"), 2),), pilot=world.pilot(), places=2)
    page = visit(cast.ines).get("/missions")
    assert titles(page) == ["Map the customer data"]
    for words in ("1 mission", "20%", "Sales", "Pilot: Shared data", "2 places", "SQL", "Not the skill asked"):
        assert words in page.text


def test_a_list_of_many_stays_cheap(visit, cast, world):
    skills = tuple((world.skill(name), 2) for name in ("SQL", "CRM", "Data modelling"))
    world.mission(skills=skills, pilot=world.pilot())
    ines = visit(cast.ines)
    ines.get("/missions")
    first = ines.query_count
    for _ in range(6):
        world.mission(skills=skills, pilot=world.pilot())
    ines.get("/missions")
    assert ines.query_count == first
    ines.get("/missions")
    assert ines.query_count == first - 3, "all missions are read again after a write, and only then"
    assert first <= 9


def test_each_talent_sees_what_they_hold(app, visit, cast, world):
    sql, crm, data = (world.skill(name) for name in ("SQL", "CRM", "Data modelling"))
    world.mission(skills=((sql, 2), (crm, 3), (data, 2)))
    hold(app, cast.ines, (sql, 3), (crm, 1))
    page = visit(cast.ines).get("/missions")
    assert "1 of 3 skills, 1 at a lower level" in page.text
    assert "SQL(held)" in page.text.replace(" ", "")
    hold(app, cast.tom, (crm, 1))
    assert "1 of 3 skills, at a lower level" in visit(cast.tom).get("/missions").text
    assert "of 3 skills" not in visit(cast.karim).get("/missions").text


def test_the_place_that_suits_the_reader_best_is_shown(app, visit, cast, world):
    sql = world.skill("SQL")
    mission = world.mission(percent=50)
    with app.app_context(), transaction() as session:
        seat = Seat(mission_id=mission.id, percent=10, first_week=week(4), last_week=week(9), audience=Audience.BOTH)
        seat.skills = [SeatSkill(skill_id=sql.id, level=2, necessity=Necessity.REQUIRED)]
        session.add(seat)
    hold(app, cast.ines, (sql, 2))
    page = visit(cast.ines).get("/missions")
    assert "10% of the week" in page.html
    assert "2 places" in page.text


@pytest.mark.parametrize("audience", list(Audience))
def test_externals_read_only_what_is_open_to_them(visit, cast, world, audience):
    world.mission(audience=audience)
    seen = titles(visit(cast.sofia).get("/missions"))
    assert bool(seen) is (audience is not Audience.EMPLOYEES)
    assert titles(visit(cast.ines).get("/missions"))


def test_what_is_not_published_stays_with_its_owners(visit, cast, world):
    for state in STATES_BEFORE:
        world.mission(state=state, title_en=state.value, co_owner=cast.jade)
    for state in ("open", "running", "ended", "mine"):
        assert titles(visit(cast.ines).get(f"/missions?state={state}")) == []
    for owner in (cast.karim, cast.jade):
        assert len(titles(visit(owner).get("/missions?state=mine"))) == 3


def test_those_who_validate_find_what_waits(visit, cast, world):
    world.mission(state=MissionState.SUBMITTED)
    world.mission(state=MissionState.SUBMITTED, pilot=world.pilot(), title_en="In the pilot")
    world.mission(state=MissionState.SUBMITTED, owner=cast.helene, title_en="Her own")
    assert sorted(titles(visit(cast.helene).get("/missions?state=to_validate"))) == [
        "In the pilot",
        "Map the customer data",
    ]
    assert titles(visit(cast.simone).get("/missions?state=to_validate")) == ["In the pilot"]
    assert titles(visit(cast.ines).get("/missions?state=to_validate")) == []
    assert "To validate" not in visit(cast.ines).get("/missions").text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("share=10", {"small"}),
        ("share=20&share=more", {"middle", "large"}),
        ("open_to=externals", {"large"}),
        ("remote=fully", {"small"}),
        ("language=en", {"middle"}),
        ("q=SMALL", {"small"}),
        ("q=francais", {"middle"}),
        ("q=modelisation", {"large"}),
        ("q=vente", set()),
        ("q=commerciale+small", {"small"}),
        ("q=%25", set()),
        ("share=10&remote=no", set()),
    ],
)
def test_what_narrows_the_list(visit, cast, world, query, shown):
    data = world.skill("Data modelling", "Modélisation de données")
    world.mission(title_en="small", title_fr="petite", percent=10, audience=Audience.EMPLOYEES, remote=Remote.FULLY)
    world.mission(
        title_en="middle", title_fr="en Français", percent=20, audience=Audience.EMPLOYEES, language=MissionLanguage.EN
    )
    world.mission(title_en="large", title_fr="grande", percent=60, audience=Audience.EXTERNALS, skills=((data, 2),))
    assert set(titles(visit(cast.ines).get(f"/missions?{query}"))) == shown


def test_numbers_beside_filters_say_what_they_would_show(visit, cast, world):
    world.mission(percent=10, title_en="small")
    world.mission(percent=30, title_en="large")
    page = visit(cast.ines).get("/missions?share=10")
    tallies = {text_of(label) for label in page.find("label")}
    assert {"Up to 10%1", "10 to 20%0", "More than 20%1", "Open now1"} <= tallies


def test_each_active_filter_can_be_removed(visit, cast, world):
    pilot, mission = world.pilot(), world.mission(percent=10)
    with visit(cast.ines).app.app_context():
        unit, chosen = mission.load().unit.public_id, pilot.load().public_id
    ines = visit(cast.ines)
    page = ines.get(f"/missions?share=10&unit={unit}&pilot={chosen}&q=map")
    chips = [text_of(link) for link in page.find("a", class_="chip")]
    assert [chip.removeprefix("Remove the filter: ") for chip in chips] == [
        "“map”",
        "Up to 10%",
        "Sales",
        "Shared data",
    ]
    assert titles(page) == []
    last = [link.attrib["href"] for link in page.find("a", class_="chip")][-1]
    assert titles(ines.get(last)) == ["Map the customer data"]


def test_the_soonest_to_start_can_come_first(visit, cast, world):
    world.mission(title_en="soon", first=1)
    world.mission(title_en="later", first=5)
    assert titles(visit(cast.ines).get("/missions")) == ["later", "soon"]
    assert titles(visit(cast.ines).get("/missions?sort=start")) == ["soon", "later"]


def test_long_lists_have_pages(visit, cast, world):
    for number in range(21):
        world.mission(title_en=f"Mission {number}")
    ines = visit(cast.ines)
    page = ines.get("/missions")
    assert len(titles(page)) == 20
    assert "21 missions" in page.text
    rest = ines.get(page.links()["Next"])
    assert len(titles(rest)) == 1


def test_empty_lists_say_what_to_do(visit, cast):
    ines = visit(cast.ines)
    assert "Missions appear here as soon as they are published" in ines.get("/missions").text
    assert "No mission with these filters" in ines.get("/missions?remote=fully").text
    assert "You own no mission yet" in ines.get("/missions?state=mine").text
    assert "Nothing is waiting for your validation" in visit(cast.helene).get("/missions?state=to_validate").text


def test_the_fragment_is_the_page_s_own(visit, cast, world):
    world.mission()
    ines = visit(cast.ines)
    whole, piece = ines.get("/missions?share=20"), ines.fragment("/missions?share=20", "results")
    assert text_of(piece.by_id("results")) == text_of(whole.by_id("results"))
    assert text_of(piece.by_id("facets")) == text_of(whole.by_id("facets"))
    assert piece.by_id("facets").attrib["hx-swap-oob"] == "true"
    assert "hx-swap-oob" not in whole.by_id("facets").attrib


def test_closed_applications_and_a_near_end_are_said(visit, cast, world):
    world.mission(accepts_applications=False, title_en="shut")
    world.mission(closes_on=clock.today(), title_en="last day")
    page = visit(cast.ines).get("/missions")
    assert "Takes no applications" in page.text
    assert "Closes today" in page.text


def test_in_french_with_english_where_french_is_missing(visit, cast, world):
    world.mission(title_fr="", summary_fr="")
    page = visit(cast.ines, locale="fr").get("/missions")
    assert "1 mission" in page.text
    assert "Missions" in page.text
    (title,) = page.find("a", class_="cover")
    assert [(e.attrib["lang"], text_of(e)) for e in title.iter("span")] == [("en", "Map the customer data")]


def test_strangers_sign_in_first(visit):
    visit().get("/missions", status=302)
