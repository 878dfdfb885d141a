"""The weeks given back when a place is given up or a mission ends: from the next one on, never more, never less."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.allocations.time_plans import places_of, weeks_to_fill
from portal.allocations.time_rules import week_name
from portal.applications import services as applications
from portal.applications.models import ApplicationState
from portal.core import clock
from portal.missions import services as missions
from tests.factories import ref, week

FRIDAY = datetime(2026, 3, 20, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _friday():
    with clock.at(FRIDAY):
        yield


def withdraw(app, request):
    with app.app_context():
        application = request.load().application
        applications.withdraw_application(application.person, application, text="")


def test_a_withdrawal_frees_the_weeks_to_come(app, cast, grant, used, given, stand, mails, event_of):
    other = grant(cast.ines, percent=10, first=1, last=2)
    request = grant(cast.ines, percent=20, first=0, last=3)
    assert used(cast.ines) == {0: 20, 1: 30, 2: 30, 3: 20}
    withdraw(app, request)
    assert used(cast.ines) == {0: 20, 1: 10, 2: 10, 3: 0}
    assert (given(request), given(other)) == ([0], [1, 2])
    assert stand(request)[0] == "ended"
    assert event_of(request, "end").data == {"weeks_freed": 3}
    assert ("nadia", "allocations/ended") in mails()


def test_a_mission_that_starts_later_is_freed_whole(app, cast, grant, used, given):
    request = grant(cast.ines, first=2, last=4)
    withdraw(app, request)
    assert used(cast.ines) == {2: 0, 3: 0, 4: 0}
    assert given(request) == []


def test_a_request_that_waits_lapses(app, cast, world, used, stand, mails):
    request = world.authorization(world.mission(), cast.ines)
    withdraw(app, request)
    assert stand(request)[0] == "lapsed"
    assert used(cast.ines) == {}
    assert ("nadia", "allocations/lapsed") in mails()


def test_other_terms_that_wait_lapse(app, counter, stand):
    request = counter()
    withdraw(app, request)
    assert stand(request)[0] == "lapsed"


def test_a_cancelled_mission_frees_everyone(app, cast, world, grant, used, stand):
    granted = grant(cast.ines, places=2)
    with app.app_context():
        mission = ref(granted.load().mission)
    waiting = world.authorization(mission, cast.tom)
    with app.app_context():
        mission = granted.load().mission
        missions.cancel_mission(mission.owner, mission, text="The budget is gone.")
    assert used(cast.ines) == {0: 20, 1: 0, 2: 0, 3: 0}
    assert (stand(granted)[0], stand(waiting)[0]) == ("ended", "lapsed")


def test_a_completed_mission_frees_the_weeks_after_the_present_one(app, cast, grant, used, given, stand, event_of):
    request = grant(cast.ines, first=0, last=5)
    with app.app_context():
        mission = request.load().mission
        owner = mission.owner
        missions.start_work(owner, mission)
        missions.complete_mission(owner, mission)
    assert used(cast.ines) == {0: 20, 1: 0, 2: 0, 3: 0, 4: 0, 5: 0}
    assert given(request) == [0]
    assert stand(request)[0] == "ended"
    assert event_of(request, "end").data == {"weeks_freed": 5}


def test_what_was_freed_can_be_given_again(app, cast, grant, used):
    withdraw(app, grant(cast.ines, percent=40, first=1, last=3))
    grant(cast.ines, percent=40, first=1, last=3)
    assert used(cast.ines) == {1: 40, 2: 40, 3: 40}


def test_the_week_of_a_withdrawal_can_still_be_declared(app, cast, visit, grant):
    request = grant(cast.ines, first=0, last=3)
    withdraw(app, request)
    with app.app_context():
        assert weeks_to_fill(cast.ines.person()) == 1
    ines = visit(cast.ines)
    name = week_name(week(0))
    ines.submit(ines.get("/time"), f"/time/{name}", {f"{name}-lines-0-hours": "7"})
    with app.app_context():
        assert weeks_to_fill(cast.ines.person()) == 0


def open_places(app, person):
    with app.app_context():
        return [(place.window.first, place.window.last) for place in places_of(person.person())]


def test_a_place_given_up_stays_open_for_four_weeks(app, cast, grant):
    request = grant(cast.ines, first=0, last=3)
    monday = week(0)
    withdraw(app, request)
    with clock.at(FRIDAY + timedelta(weeks=4)):
        assert open_places(app, cast.ines) == [(monday, monday)]
    with clock.at(FRIDAY + timedelta(weeks=4, minutes=1)):
        assert open_places(app, cast.ines) == []


@pytest.mark.parametrize("state", [ApplicationState.WITHDRAWN, ApplicationState.RELEASED])
def test_a_place_that_was_never_confirmed_takes_no_time(app, cast, world, state):
    world.application(world.mission(first=-2, last=2), cast.ines, state=state)
    assert open_places(app, cast.ines) == []
