"""Where a mission stands on its way."""

from __future__ import annotations

import pytest

from portal.core import clock
from portal.core.i18n import speaking
from portal.missions.models import Mission, MissionState
from portal.missions.path import path_of


def states(mission):
    return [step["state"] for step in path_of(mission)]


@pytest.mark.parametrize(
    ("state", "done"),
    [
        (MissionState.DRAFT, 0),
        (MissionState.CHANGES_REQUESTED, 0),
        (MissionState.SUBMITTED, 1),
        (MissionState.PUBLISHED, 2),
        (MissionState.STAFFED, 3),
        (MissionState.IN_PROGRESS, 4),
        (MissionState.COMPLETED, 5),
    ],
)
def test_one_step_is_the_present_one(state, done):
    assert states(Mission(state=state)) == ["done"] * done + ["now"] + ["next"] * (6 - done)


def test_a_closed_mission_has_nothing_to_come():
    assert states(Mission(state=MissionState.CLOSED)) == ["done"] * 7


def test_a_stopped_mission_shows_how_far_it_went():
    early = Mission(state=MissionState.CANCELLED)
    late = Mission(state=MissionState.EXPIRED, published_at=clock.now())
    assert states(early) == ["done", "stop"]
    assert states(late) == ["done"] * 3 + ["stop"]


@pytest.mark.parametrize(
    ("paused_from", "done"), [(MissionState.PUBLISHED, 2), (MissionState.STAFFED, 3), (MissionState.IN_PROGRESS, 4)]
)
def test_a_paused_mission_stands_where_it_was(app, paused_from, done):
    mission = Mission(state=MissionState.PAUSED, paused_from=paused_from)
    with app.test_request_context(), speaking("en"):
        steps = path_of(mission)
    assert [step["state"] for step in steps] == ["done"] * done + ["now"] + ["next"] * (6 - done)
    assert steps[done]["detail"] == "paused for now"
