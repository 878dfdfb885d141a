"""Pauses: announced, changed, ended early, removed; shown wherever the availability is, and never a refusal."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.audit import Event
from portal.core.errors import Invalid
from portal.core.i18n import speaking
from portal.extensions import db
from portal.organization.models import Person
from portal.talents.availability import services
from portal.talents.availability.models import Pause
from portal.talents.models import Circle, Profile
from portal.web.jinja import day
from tests.factories import week

NEW = "/profile/availability/pauses/new"


def on(offset: int) -> date:
    return clock.today() + timedelta(days=offset)


def typed(first: int, last: int, note: str = "") -> dict[str, str]:
    return {"starts_on": on(first).isoformat(), "ends_on": on(last).isoformat(), "note": note}


def pauses_of(app, person) -> list[tuple[date, date, str]]:
    with app.app_context():
        rows = sa.select(Pause).where(Pause.person_id == person.id).order_by(Pause.starts_on)
        return [(one.starts_on, one.ends_on, one.note) for one in db.session.scalars(rows)]


def said(app, offset: int) -> str:
    with app.test_request_context(), speaking("en"):
        return day(on(offset))


def test_a_pause_is_announced_and_colleagues_read_it(app, cast, visit):
    tom = visit(cast.tom)
    done = tom.submit(tom.get(NEW), NEW, typed(0, 10, "back on a Monday"))
    page = tom.get(done.location)
    assert "Your pause shows beside your availability." in page.text
    words = f"On pause until {said(app, 10)}"
    assert words in page.text
    colleague = visit(cast.karim).get(f"/talents/{cast.tom.public_id}").text
    assert words in colleague
    assert "back on a Monday" in colleague
    external = visit(cast.sofia).get(f"/talents/{cast.tom.public_id}").text
    assert "On pause" not in external
    assert "Monday" not in external
    with app.app_context():
        events = db.session.scalars(sa.select(Event).where(Event.action == "profile.add_pause")).all()
        assert [(event.subject_id, event.text) for event in events] == [(cast.tom.id, None)]


def test_the_same_form_twice_makes_one_pause(app, cast, visit):
    tom = visit(cast.tom)
    page = tom.get(NEW)
    for _ in range(2):
        tom.submit(page, NEW, typed(3, 4))
    assert pauses_of(app, cast.tom) == [(on(3), on(4), "")]


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"starts_on": "soon", "ends_on": ""}, "starts_on"),
        (typed(2, 1), "ends_on"),
        (typed(-9, -2), "ends_on"),
        (typed(0, 4000), "ends_on"),
        (typed(8, 12), "starts_on"),
        ({**typed(30, 31), "note": "é" * 201}, "note"),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept(app, world, cast, visit, days, field):
    world.pause(cast.tom, 10, 20)
    tom = visit(cast.tom)
    page = tom.submit(tom.get(NEW), NEW, days, status=422)
    assert page.field_error(field)
    for name, value in days.items():
        assert page.form(NEW)[name] == value
    assert len(pauses_of(app, cast.tom)) == 1


def test_a_pause_is_changed_and_may_keep_its_own_days(app, world, cast, visit):
    pause = world.pause(cast.tom, 5, 9, "first word")
    path = f"/profile/availability/pauses/{pause.public_id}"
    tom = visit(cast.tom)
    tom.submit(tom.get(path), path, typed(6, 12, "another"))
    assert pauses_of(app, cast.tom) == [(on(6), on(12), "another")]


def test_a_stale_change_is_a_conflict(app, world, cast, visit):
    pause = world.pause(cast.tom, 5, 9)
    path = f"/profile/availability/pauses/{pause.public_id}"
    tom = visit(cast.tom)
    early = tom.get(path)
    tom.submit(tom.get(path), path, typed(5, 8))
    late = tom.submit(early, path, typed(5, 20), status=409)
    assert late.form(path)["ends_on"] == on(8).isoformat()
    assert pauses_of(app, cast.tom) == [(on(5), on(8), "")]


def test_coming_back_early_ends_it_yesterday(app, world, cast, visit):
    pause = world.pause(cast.tom, -3, 9)
    tom = visit(cast.tom)
    done = tom.submit(tom.get("/profile/availability"), f"/{pause.public_id}/end", {})
    page = tom.get(done.location)
    assert "Your pause is over" in page.text
    assert "On pause" not in page.text.replace("show as on pause", "")
    assert pauses_of(app, cast.tom) == [(on(-3), on(-1), "")]


def test_ending_one_that_began_today_leaves_nothing(app, world, cast, visit):
    pause = world.pause(cast.tom, 0, 9)
    tom = visit(cast.tom)
    tom.submit(tom.get("/profile/availability"), f"/{pause.public_id}/end", {})
    assert pauses_of(app, cast.tom) == []


@pytest.mark.parametrize("days", [(3, 9), (-9, -2)])
def test_ending_one_to_come_or_over_is_a_conflict(world, cast, visit, days):
    pause = world.pause(cast.tom, *days)
    tom = visit(cast.tom)
    path = f"/profile/availability/pauses/{pause.public_id}/end"
    tom.post(path, {"csrf_token": tom.token()}, status=409)


def test_one_removed_can_be_put_back(app, world, cast, visit):
    pause = world.pause(cast.tom, 5, 9)
    tom = visit(cast.tom)
    done = tom.submit(tom.get("/profile/availability"), f"/{pause.public_id}/remove", {})
    page = tom.get(done.location)
    assert pauses_of(app, cast.tom) == []
    again = tom.get(page.links()["Put it back"])
    tom.submit(again, NEW, {})
    assert pauses_of(app, cast.tom) == [(on(5), on(9), "")]


def test_nobody_else_reaches_it(world, cast, visit):
    pause = world.pause(cast.tom, 5, 9)
    nadia = visit(cast.nadia)
    nadia.get(f"/profile/availability/pauses/{pause.public_id}", status=404)
    for step in ("end", "remove"):
        nadia.post(f"/profile/availability/pauses/{pause.public_id}/{step}", {"csrf_token": nadia.token()}, status=404)


def test_two_windows_never_make_two_pauses_that_meet(app, cast):
    def announce(first):
        with app.app_context():
            person = db.session.get_one(Person, cast.tom.id)
            try:
                services.add_pause(person, person, services.Stretch(on(first), on(first + 6)))
            except Invalid:
                return False
            return True

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(announce, range(6)))
    assert sum(outcomes) == 1
    assert len(pauses_of(app, cast.tom)) == 1


def test_the_directory_says_who_is_left_out_for_a_pause(app, world, cast, visit):
    for someone in (cast.tom, cast.lea):
        world.profile(someone, availability_share=40)
    world.pause(cast.tom, -1, 5)
    karim = visit(cast.karim)
    listed = karim.get("/talents?share=20")
    assert "Léa Nguyen" in listed.text
    assert "Tom Lefèvre" not in listed.text
    assert "1 more person said this time is free, and is on pause now." in listed.text
    both = karim.get(listed.links()["Show them too"])
    assert "Tom Lefèvre" in both.text
    assert f"On pause until {said(app, 5)}" in both.text
    assert "on pause too" in both.text
    later = karim.get(f"/talents?share=20&from={on(6).isoformat()}")
    assert "Tom Lefèvre" in later.text
    assert "more person" not in later.text
    assert karim.query_count <= 15


def test_an_external_neither_reads_nor_filters_pauses(world, cast, visit):
    world.pause(cast.tom, -1, 5)
    page = visit(cast.sofia).get("/talents?share=20&paused=yes")
    assert "Tom Lefèvre" in page.text
    assert "On pause" not in page.text


def test_an_availability_that_ended_is_said_as_such(world, cast, visit):
    world.profile(cast.tom, availability_share=40, available_until=on(-2))
    assert "What was said ended on" in visit(cast.karim).get("/talents?share=20").text
    assert "What was said" not in visit(cast.karim).get("/talents").text
    said_so = visit(cast.karim).get(f"/talents/{cast.tom.public_id}").text
    assert "What was said ended on" in said_so
    assert "Say it anew when you could help again." in visit(cast.tom).get("/profile").text


def test_what_was_said_long_ago_is_asked_again_and_confirmed_in_one_press(app, world, cast, visit):
    world.profile(cast.tom, availability_share=40, availability_said_on=on(-200))
    assert "worth asking again" in visit(cast.karim).get(f"/talents/{cast.tom.public_id}").text
    tom = visit(cast.tom)
    done = tom.submit(tom.get("/profile"), "/profile/availability/still-true", {})
    page = tom.get(done.location)
    assert "is it still true?" not in page.text
    with app.app_context():
        assert db.session.get_one(Profile, cast.tom.id).availability_said_on == clock.today()
    assert "worth asking again" not in visit(cast.karim).get(f"/talents/{cast.tom.public_id}").text


def test_without_an_availability_there_is_nothing_to_confirm(cast, visit):
    tom = visit(cast.tom)
    tom.post("/profile/availability/still-true", {"csrf_token": tom.token()}, status=409)


def test_whoever_applies_is_warned_and_never_refused(world, cast, visit):
    world.pause(cast.ines, 14, 30)
    mission = world.mission(first=2, last=7)
    ines = visit(cast.ines)
    for path in (f"/missions/{mission.public_id}", f"/missions/{mission.public_id}/apply"):
        assert "fall in a pause that you announced" in ines.get(path).text
    ines.submit(ines.get(path), "/apply", {"apply-message": "I come back for it."})
    assert "fall in a pause" not in visit(cast.tom).get(path).text


@pytest.mark.parametrize("circle", Circle)
def test_whoever_applies_is_told_whether_those_who_choose_see_it(world, cast, visit, circle):
    world.pause(cast.ines, 14, 30)
    world.profile(cast.ines, availability_circle=circle)
    mission = world.mission(first=2, last=7)
    page = visit(cast.ines).get(f"/missions/{mission.public_id}/apply").text
    shown = circle in (Circle.OWNERS, Circle.INSIDE)
    assert ("Those who choose see it too." in page) is shown
    assert ("Those who choose do not see it." in page) is not shown


def test_those_who_choose_and_the_manager_read_it_and_decide_all_the_same(app, world, cast, visit):
    last = (week(4) - clock.today()).days + 2
    world.pause(cast.ines, -1, last, "back in a month")
    mission = world.mission(first=2, last=7)
    request = world.authorization(mission, cast.ines)
    karim = visit(cast.karim)
    listed = karim.get(f"/missions/{mission.public_id}/applications")
    assert f"On pause until {said(app, last)}" in listed.text
    candidate = karim.get(listed.links()["Inès Carvalho"])
    assert "back in a month" in candidate.text
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    assert "Inès announced a pause that meets 3 of these weeks." in page.text
    assert "Within the rules" in page.text
    nadia.submit(page, f"/desk/{request.public_id}/authorize", {})
    assert len(pauses_of(app, cast.ines)) == 1


def test_pauses_long_over_are_forgotten(app, world, cast):
    world.pause(cast.tom, -120, -100)
    world.pause(cast.tom, -9, -2)
    with app.app_context():
        services.forget_old()
    assert pauses_of(app, cast.tom) == [(on(-9), on(-2), "")]


def test_in_french(world, cast, visit):
    world.pause(cast.tom, -1, 5)
    tom = visit(cast.tom, locale="fr")
    assert "En pause jusqu’au" in tom.get("/profile").text
    assert "Annoncer une pause" in tom.get(NEW).text
