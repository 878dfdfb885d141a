"""Candidates for one place beside each other: what each shows, in the order they applied, and nothing added up."""

from __future__ import annotations

from datetime import date

import pytest

from portal.allocations.models import PersonWeek
from portal.applications.models import ApplicationState as S
from portal.core.transaction import transaction
from portal.missions.models import Seat
from portal.talents.models import EvidenceKind
from tests.factories import week


@pytest.fixture
def mission(world):
    world.mapping, world.sql = world.skill("Data mapping"), world.skill("SQL")
    return world.mission(skills=((world.mapping, 3), (world.sql, 2)))


@pytest.fixture
def two(cast, world, mission):
    world.holds(cast.ines, world.mapping, 3, confirmed_on=date(2026, 3, 2))
    world.evidence(cast.ines, world.mapping, EvidenceKind.ENDORSED, by=cast.tom, level=3)
    world.holds(cast.tom, world.mapping, 2)
    return [world.application(mission, someone) for someone in (cast.ines, cast.tom)]


def boxes(page):
    return [box.attrib["value"] for box in page.find("input", type="checkbox", name="batch-applications")]


def address(mission, applications):
    return f"/missions/{mission.public_id}/applications/compare?" + "&".join(f"one={a.public_id}" for a in applications)


def test_from_the_boxes_to_the_table(visit, cast, mission, two):
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{mission.public_id}/applications")
    done = karim.post(
        f"/missions/{mission.public_id}/applications/compare",
        {"batch-applications": boxes(page), "csrf_token": karim.token("/applications")},
        status=303,
    )
    shown = karim.get(done.location)
    assert karim.query_count <= 15
    heads = [" ".join("".join(th.itertext()).split()) for th in shown.find("th", scope="col")]
    assert [head.split(" ")[0] for head in heads[1:]] == ["Inès", "Tom"]
    assert "endorsed by 1 colleague" in shown.text
    assert "confirmed in March 2026" in shown.text
    assert "level 2, below" in shown.text
    assert "Not on the profile" in shown.text


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_both_languages(visit, cast, mission, two, locale):
    visit(cast.karim, locale=locale).get(address(mission, two))


def test_what_is_kept_from_owners_is_not_shown(visit, cast, world, mission, two):
    world.profile(cast.ines, skills_circle="self", availability_circle="self", availability_share=40)
    world.pause(cast.ines, 20, 30, note="Away")
    page = visit(cast.karim).get(address(mission, two))
    assert "Does not show their skills to you" in page.text
    assert "Does not show it to you" in page.text
    assert "Away" not in page.html
    assert "40" not in page.text


def test_time_in_the_weeks_of_the_place(app, visit, cast, world, mission, two):
    world.profile(cast.tom, availability_share=30)
    world.pause(cast.tom, 20, 30)
    with app.app_context(), transaction() as session:
        session.add(PersonWeek(person_id=cast.tom.id, week=week(3), used=25))
    page = visit(cast.karim).get(address(mission, two)).text
    assert "30% of the week" in page
    assert "25% of the week" in page
    assert "On pause from" in page


def test_neither_one_nor_five_nor_two_places(app, visit, cast, world, mission, two):
    third = world.application(mission, cast.lea)
    with app.app_context(), transaction() as session:
        weeks = {"first_week": week(2), "last_week": week(7)}
        seat = Seat(mission_id=mission.id, title_en="Writer", percent=20, audience="both", **weeks)
        session.add(seat)
        session.flush()
        third.load().seat_id = seat.id
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{mission.public_id}/applications")
    path = f"/missions/{mission.public_id}/applications/compare"
    for ticked in ([], boxes(page)[:1], boxes(page)):
        data = {"batch-applications": ticked, "csrf_token": karim.token("/applications")}
        assert "tick two to four people who ask for the same place" in karim.post(path, data, status=422).text
    karim.get(address(mission, two[:1]), status=404)
    karim.get(address(mission, [*two, third]), status=404)


def test_who_may(visit, cast, mission, two):
    visit(cast.helene).get(address(mission, two), status=403)
    visit(cast.nadia).get(address(mission, two), status=404)
    visit(cast.sofia).get(address(mission, two), status=403)


def test_someone_of_another_mission_is_not_there(visit, cast, world, mission, two):
    elsewhere = world.application(world.mission(), cast.lea, state=S.SUBMITTED)
    visit(cast.karim).get(address(mission, [two[0], elsewhere]), status=404)
