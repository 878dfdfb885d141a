"""What the clock says in rooms: once each, and never while the mission is paused."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from portal.core import clock, worker
from portal.core.transaction import transaction
from portal.missions.models import MissionState
from portal.rooms.queries import room_of
from portal.rooms.services.saying import Lines, rate_brief, say_next, write_note
from tests.factories import week


@pytest.fixture
def chores(app, told):
    """`chores(day)` does them twice on a day, and says what rooms told then, for the events asked about."""

    def run(day, *events: str) -> list[tuple[str, str]]:
        before = told()
        moment = datetime.combine(day, datetime.min.time(), clock.ZONE) + timedelta(hours=10)
        with app.app_context(), clock.at(moment):
            worker.do_chores()
            worker.do_chores()
        new = told()
        for one in before:
            new.remove(one)
        return [one for one in new if one[1] in events]

    return run


def test_the_promise_is_reminded_before_and_after(app, cast, room, chores):
    due = clock.week_end(week(10)) - timedelta(days=30)
    both = [("Claire", "promise_due"), ("Karim", "promise_due")]
    assert chores(due - timedelta(days=8), "promise_due") == []
    assert chores(due - timedelta(days=7), "promise_due") == both
    assert chores(due, "promise_due") == []
    assert chores(due + timedelta(days=1), "promise_due") == both
    assert chores(due + timedelta(days=3), "promise_due") == []
    assert chores(due + timedelta(days=8), "promise_due") == both
    with app.app_context():
        say_next(cast.karim.person(), room_of(room.mission.load()), text="All go on.", lang="en", version=None)
    assert chores(due + timedelta(days=20), "promise_due") == []


def test_a_task_is_reminded_on_its_day(app, cast, room, chores):
    first = chores(clock.today() + timedelta(days=10), "task_due")
    assert first == [("Karim", "task_due")] * 8
    assert chores(clock.today() + timedelta(days=11), "task_due") == []


def test_a_note_is_asked_for_from_thursday_on(app, cast, room, chores):
    monday = week(1)
    asked = [("Inès", "note_due"), ("Sofia", "note_due")]
    assert chores(monday + timedelta(days=2), "note_due") == []
    assert chores(monday + timedelta(days=3), "note_due") == asked
    assert chores(monday + timedelta(days=4), "note_due") == []
    thursday = week(2) + timedelta(days=3)
    with app.app_context(), clock.at(datetime.combine(thursday, datetime.min.time(), clock.ZONE)):
        write_note(cast.ines.person(), room_of(room.mission.load()), Lines("Fine.", "", ""), is_shared=False)
    assert chores(thursday, "note_due") == [("Sofia", "note_due")]
    assert chores(week(11) + timedelta(days=3), "note_due") == [], "their weeks are over"


def test_the_rating_is_asked_for_once(app, cast, make_room, chores):
    room = make_room(first=1, last=10)
    with app.app_context():
        rate_brief(cast.ines.person(), room_of(room.mission.load()), clarity=4, text="")
    assert chores(week(1) + timedelta(days=2), "brief_to_rate") == []
    assert chores(week(1) + timedelta(days=4), "brief_to_rate") == [("Sofia", "brief_to_rate")]
    assert chores(week(2), "brief_to_rate") == []


def test_nothing_is_asked_during_a_pause(app, cast, room, chores):
    with app.app_context(), transaction():
        mission = room.mission.load()
        mission.state, mission.paused_from = MissionState.PAUSED, MissionState.IN_PROGRESS
    events = ("promise_due", "task_due", "note_due", "brief_to_rate")
    assert chores(week(9) + timedelta(days=3), *events) == []


def test_what_still_waits_stands_among_the_notices(visit, cast, room, chores):
    chores(week(1) + timedelta(days=3), "note_due")
    with clock.at(datetime.combine(week(1) + timedelta(days=3), datetime.min.time(), clock.ZONE) + timedelta(hours=12)):
        sofia = visit(cast.sofia)
        assert "how does your week go?" in sofia.get("/notices").text
