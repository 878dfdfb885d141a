"""Entering a room: who may, what each reads there, and what it waits for."""

from __future__ import annotations

import pytest

from portal.applications.services import withdraw_application
from portal.core.transaction import transaction
from portal.missions.models import MissionState
from portal.missions.services import complete_mission, start_work

MOST_STATEMENTS = 15


@pytest.mark.parametrize("locale", ["en", "fr"])
@pytest.mark.parametrize("name", ["karim", "claire", "ines", "sofia"])
def test_owners_and_those_who_hold_a_place_enter(visit, cast, room, name, locale):
    page = visit(getattr(cast, name), locale=locale).get(room.path)
    assert "Inès Carvalho" in page.text and "Sofia Marchetti" in page.text


@pytest.mark.parametrize("name", ["tom", "helene", "nadia", "theo", "adele", "paul"])
def test_strangers_find_nothing(visit, cast, room, force, name):
    stranger = visit(getattr(cast, name))
    stranger.get(room.path, status=404)
    stranger.get(f"{room.path}/notes", status=404)
    force(stranger, f"{room.path}/links", {"link-title": "x", "link-address": "https://x.example"}, status=404)
    assert "The team room" not in stranger.get(f"/missions/{room.mission.public_id}", status=200).text


def test_a_mission_that_has_not_begun_has_no_room(visit, cast, world):
    mission = world.mission(co_owner=cast.claire)
    karim = visit(cast.karim)
    karim.get(f"/missions/{mission.public_id}/room", status=404)
    assert "The team room" not in karim.get(f"/missions/{mission.public_id}").text


def test_it_opens_when_the_work_begins(app, visit, cast, world, tasks_of, told):
    mission = world.mission(owner=cast.karim, co_owner=cast.claire, state=MissionState.STAFFED, first=0, last=8)
    world.seated(mission, cast.ines)
    with app.app_context():
        start_work(cast.karim.person(), mission.load())
    page = visit(cast.karim).get(f"/missions/{mission.public_id}")
    text = visit(cast.karim).get(page.links()["Enter the room"]).text
    assert "Open the accounts and the tools · to welcome Inès Carvalho Karim Haddad, by" in text
    assert told() == [("Inès", "opened")]


@pytest.mark.parametrize("name", ["karim", "ines", "sofia"])
def test_it_stays_within_its_queries(visit, cast, room, name):
    browser = visit(getattr(cast, name))
    browser.get(room.path)
    browser.get(room.path)
    assert len(browser.queries) <= MOST_STATEMENTS, "\n".join(browser.queries)


def test_externals_read_no_share_nor_job_nor_list_of_the_end(app, visit, cast, world, room):
    with app.app_context(), transaction():
        cast.claire.person().job_title = "Head of frames"
    text = visit(cast.sofia).get(room.path).text
    assert "Before you complete it" not in text and "Head of frames" not in text
    assert text.count("20% of the week") == 1, "one's own share alone"
    assert "Head of frames" in visit(cast.ines).get(room.path).text
    assert visit(cast.karim).get(room.path).text.count("20% of the week") == 2


def test_an_external_has_a_referent(visit, cast, room):
    text = visit(cast.sofia).get(room.path).text
    assert text.count("Referent: Karim Haddad") == 1


def test_who_gives_the_place_up_loses_the_room(app, visit, cast, room, tasks_of):
    ines = visit(cast.ines)
    ines.get(room.path)
    with app.app_context():
        withdraw_application(cast.ines.person(), room.ines.load(), text="")
    ines.get(room.path, status=404)
    assert {gone for _, _, gone in tasks_of(room, cast.ines).values()} == {True}
    assert "Inès" not in visit(cast.sofia).get(room.path).text


def test_the_room_of_a_completed_mission_is_only_read(app, visit, cast, room, force):
    with app.app_context():
        complete_mission(cast.karim.person(), room.mission.load())
    ines = visit(cast.ines)
    text = ines.get(room.path).text
    assert "The work is over." in text and "Write my note" not in text
    force(ines, f"{room.path}/note", {"note-well": "Late."}, status=409)
    force(visit(cast.karim), f"{room.path}/links", {"link-title": "x", "link-address": "https://x.example"}, status=409)


def test_the_page_of_ones_application_leads_there(visit, cast, room):
    page = visit(cast.ines).get(f"/applications/{room.ines.public_id}")
    assert page.links()["Enter the room"] == room.path


def test_the_pages_that_lead_there_stay_within_their_queries(visit, cast, room):
    ways = {
        cast.karim: (f"/missions/{room.mission.public_id}", f"{room.path}/closing", f"{room.path}/notes"),
        cast.ines: (f"/missions/{room.mission.public_id}", f"/applications/{room.ines.public_id}"),
    }
    for person, paths in ways.items():
        browser = visit(person)
        for path in paths:
            browser.get(path)
            browser.get(path)
            assert browser.query_count <= MOST_STATEMENTS, (path, browser.queries)


def test_the_home_page_leads_to_the_rooms_where_one_works(visit, cast, room, force):
    ines = visit(cast.ines)
    page = ines.get("/")
    assert room.path in {a.attrib["href"] for a in page.find("a")}
    assert "your note of the week is not written yet" in page.text
    force(ines, f"{room.path}/note", {"note-well": "Fine."}, status=303)
    assert "your note of the week is not written yet" not in ines.get("/").text
    assert "My team rooms" not in visit(cast.tom).get("/").text


@pytest.mark.parametrize(("last", "is_near"), [(2, True), (4, True), (7, False)])
def test_the_home_page_says_when_what_comes_next_is_due(visit, cast, make_room, last, is_near):
    make_room(last=last)
    karim = visit(cast.karim)
    assert ("what comes next is not said yet" in karim.get("/").text) is is_near
    assert karim.query_count <= MOST_STATEMENTS
