"""The page of one mission: who may read it, what it says to whom, in which language."""

from __future__ import annotations

import pytest

from portal.core import clock
from portal.core.transaction import transaction
from portal.missions.extensions import mission_panels
from portal.missions.models import Audience, MissionState
from portal.talents.models import HeldSkill
from tests.visitor import text_of

UNPUBLISHED = (MissionState.SUBMITTED, MissionState.CHANGES_REQUESTED)


def address(mission):
    return f"/missions/{mission.public_id}"


def test_everything_a_talent_needs_before_applying(visit, cast, world):
    sql = world.skill("SQL")
    mission = world.mission(co_owner=cast.jade, pilot=world.pilot(), skills=((sql, 3),), places=2, place="Lyon")
    ines = visit(cast.ines)
    page = ines.get(address(mission))
    for words in (
        "Map the customer data",
        "What the mission must change",
        "objective en",
        "Analyst",
        "2 places",
        "Lyon, partly remote",
        "Karim Haddad",
        "Answers when Karim is away",
        "at most 20% of a week",
        "counts in the yearly review",
        "not on your profile",
        "What happens if you apply",
        "your line manager asked to authorize your time",
        "Dots show the level: 1 knows the basics, 2 practises, 3 masters, 4 teaches.",
    ):
        assert words in page.text
    assert "What you can do" not in page.text
    assert "History" not in page.text
    assert ines.query_count <= 13


def test_a_full_mission_does_not_speak_of_places_to_take(app, visit, cast, world):
    mission = world.mission(places=2)
    assert "The place to take" in visit(cast.ines).get(address(mission)).text
    with app.app_context(), transaction():
        for seat in mission.load().seats:
            seat.taken = seat.places
    page = visit(cast.ines).get(address(mission))
    assert "to take" not in page.text
    assert "The place" in page.text


def test_an_external_does_not_read_the_owners_job_title(app, visit, cast, world):
    with app.app_context(), transaction():
        cast.karim.person().job_title = "Ownerjob"
    mission = world.mission()
    assert "Ownerjob" in visit(cast.ines).get(address(mission)).text
    assert "Ownerjob" not in visit(cast.sofia).get(address(mission)).html


def test_an_external_reads_of_referents_and_procurement(visit, cast, world):
    page = visit(cast.sofia).get(address(world.mission(co_owner=cast.jade)))
    assert "Your referents" in page.text
    assert "procurement confirm your contract" in page.text
    assert "manager" not in page.text
    temp = visit(cast.lila).get(address(world.mission()))
    assert "Your referent" in temp.text
    assert "your line manager asked to authorize your time" in temp.text


@pytest.mark.parametrize("level", [0, 1, 3])
def test_skills_stand_beside_one_s_own(app, visit, cast, world, level):
    sql = world.skill("SQL")
    mission = world.mission(skills=((sql, 2),))
    if level:
        with app.app_context(), transaction() as session:
            session.add(HeldSkill(person_id=cast.ines.id, skill_id=sql.id, level=level))
    said = {0: "not on your profile", 1: "you hold it at a lower level", 3: "you hold it"}
    assert said[level] in visit(cast.ines).get(address(mission)).text
    assert "on your profile" not in visit(cast.karim).get(address(mission)).text


@pytest.mark.parametrize("state", list(MissionState))
def test_who_reads_a_mission_in_each_state(visit, cast, world, state):
    fields = {"published_at": None} if state is MissionState.CANCELLED else {}
    mission = world.mission(state=state, pilot=world.pilot(), co_owner=cast.jade, **fields)
    published = state not in (MissionState.DRAFT, *UNPUBLISHED, MissionState.CANCELLED)
    readers = {
        cast.karim: True,
        cast.jade: True,
        cast.helene: state is not MissionState.DRAFT,
        cast.simone: state is not MissionState.DRAFT,
        cast.ines: published,
        cast.sofia: published,
        cast.adele: published,
    }
    for person, reads in readers.items():
        visit(person).get(address(mission), status=200 if reads else 404)


def test_externals_do_not_find_what_is_for_employees(visit, cast, world):
    mission = world.mission(audience=Audience.EMPLOYEES)
    visit(cast.theo).get(address(mission), status=404)
    visit(cast.ines).get(address(mission))


def test_a_cancelled_mission_still_answers_those_who_read_it(visit, cast, world):
    mission = world.mission(state=MissionState.CANCELLED)
    page = visit(cast.ines).get(address(mission))
    assert "Mission cancelled" in page.text
    assert "What happens if you apply" not in page.text


def test_a_missing_mission_is_not_found(visit, cast):
    visit(cast.ines).get("/missions/nowhere", status=404)


def test_those_who_own_it_see_where_it_stands_and_what_to_do(visit, cast, world):
    mission = world.mission(co_owner=cast.jade)
    karim = visit(cast.karim)
    page = karim.get(address(mission))
    for words in ("What you can do", "Edit", "Start the mission", "Take no more applications", "Where it stands"):
        assert words in page.text
    assert karim.query_count <= 13
    assert "Publish" not in [text_of(button) for button in page.find("button")]


def test_nobody_validates_their_own_mission(visit, cast, world):
    mission = world.mission(owner=cast.helene, state=MissionState.SUBMITTED)
    assert f"{address(mission)}/publish" not in visit(cast.helene).get(address(mission)).html


def test_texts_fall_back_to_the_other_language_and_say_so(app, visit, cast, world):
    mission = world.mission(title_fr="", summary_fr="")
    with app.app_context(), transaction():
        brief = mission.load().brief
        brief.objective_fr = ""
        brief.deliverables_fr = "- un inventaire\n- des règles\nlus par tous"
    page = visit(cast.ines, locale="fr").get(address(mission))
    assert "Ce que la mission doit changer" in page.text
    (heading,) = page.find("h1")
    assert next(heading.iter("span")).attrib["lang"] == "en"
    assert [text_of(e) for e in page.find("div", class_="prose", lang="en")] == ["objective en"]
    items = [text_of(item) for item in page.find("li")]
    assert items[items.index("un inventaire") + 1] == "des règles"


def test_a_draft_says_what_is_not_written(app, visit, cast, world):
    mission = world.mission(state=MissionState.DRAFT, title_fr="", title_en="", seats=[])
    with app.app_context(), transaction():
        mission.load().brief.tools_fr = mission.load().brief.tools_en = ""
    page = visit(cast.karim).get(address(mission))
    for words in ("Mission without a title yet", "Not written yet.", "No place is described yet."):
        assert words in page.text


def test_the_last_day_to_apply(visit, cast, world):
    closed = world.mission(closes_on=clock.add_working_days(clock.today(), 1))
    assert "Applications until" in visit(cast.ines).get(address(closed)).text


def test_other_features_add_to_the_page(visit, cast, world, monkeypatch):
    def beside(actor, mission):
        return (
            {"template": "missions/_next.html", "context": {}, "place": "aside"} if actor.id == cast.ines.id else None
        )

    monkeypatch.setattr("portal.missions.extensions.mission_panels", [beside])
    assert beside not in mission_panels
    mission = world.mission(accepts_applications=False)
    assert "What happens if you apply" in visit(cast.ines).get(address(mission)).text
    assert "What happens if you apply" not in visit(cast.tom).get(address(mission)).text
