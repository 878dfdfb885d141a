"""What a row of a list says of the manager's answer: who, by when, why not."""

from __future__ import annotations

import pytest

from portal.applications.models import ApplicationState
from portal.core import clock
from portal.missions.models import MissionState
from portal.web.jinja import day
from tests.factories import week


@pytest.fixture
def asked(world, cast):
    return world.authorization(world.mission(), cast.ines)


def test_who_authorizes_by_when(app, visit, cast, asked):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        due = day(clock.add_working_days(clock.today(), 5))
    for path in ("/applications", "/"):
        assert f"Nadia Benali authorizes the time, by {due}" in visit(cast.ines).get(path).text


def test_a_refusal_is_told_with_its_reason(visit, cast, asked):
    nadia = visit(cast.nadia)
    nadia.submit(nadia.get(f"/desk/{asked.public_id}"), "/refuse", {"refuse-reason": "workload"})
    page = visit(cast.ines).get("/applications")
    assert "Nadia Benali could not lend this time. The workload in the team" in page.text
    assert "Place released" in page.text


def test_while_other_terms_are_on_the_table_nothing_is_said_to_be_agreed(app, visit, cast, asked):
    nadia, ines = visit(cast.nadia), visit(cast.ines)
    with app.app_context():
        application = f"/applications/{asked.load().application.public_id}"
    terms = {
        "counter-percent": "10",
        "counter-first_week": week(3).isoformat(),
        "counter-last_week": week(6).isoformat(),
        "counter-note": "After the fair",
    }
    nadia.submit(nadia.get(f"/desk/{asked.public_id}"), "/counter", terms)
    for reader in (ines, visit(cast.karim)):
        page = reader.get(application)
        assert "What had been offered" in page.text
        assert "What was agreed" not in page.text
    assert "Other terms proposed" in ines.get("/applications").text


def test_the_owner_reads_that_the_offer_comes_after_the_shortlist(visit, world, cast):
    application = world.application(world.mission(), cast.ines)
    karim = visit(cast.karim)
    page = karim.get(f"/applications/{application.public_id}")
    assert "Shortlist first: you can then offer the place." in page.text
    karim.submit(page, "/shortlist")
    assert "Shortlist first" not in karim.get(f"/applications/{application.public_id}").text


@pytest.mark.parametrize(
    ("state", "words"),
    [(MissionState.IN_PROGRESS, "Leave the mission"), (MissionState.STAFFED, "Withdraw my application")],
)
def test_leaving_a_running_mission_is_called_so(visit, world, cast, state, words):
    application = world.application(world.mission(state=state), cast.ines, state=ApplicationState.CONFIRMED)
    page = visit(cast.ines).get(f"/applications/{application.public_id}")
    assert words in page.text
    assert ("Withdraw my application" in page.text) is (words == "Withdraw my application")
