"""Confirming and releasing places, and what the end of a mission does to its applications."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.applications import steps
from portal.applications.models import Application, ApplicationState
from portal.applications.path import path_of
from portal.core.audit import Event
from portal.core.errors import Conflict
from portal.core.i18n import speaking
from portal.core.transaction import transaction
from portal.engagements.models import Engagement, EngagementState
from portal.extensions import db
from portal.missions.models import MissionState, Seat
from portal.missions.workflow import MISSION, mission_cancelled, mission_completed

S = ApplicationState


@pytest.fixture
def inside(app):
    """Call a step inside a transaction of its own."""

    def run(step, actor, subject, **what):
        with app.test_request_context(), transaction():
            step(actor.person(), subject.load(), **what)

    return run


def mission_state(app, mission):
    with app.app_context():
        return mission.load().state


def taken(app):
    with app.app_context():
        return db.session.scalar(sa.select(Seat.taken))


def test_the_mission_is_staffed_with_its_last_place(app, cast, world, inside, mails):
    mission = world.mission(places=2, co_owner=cast.oscar)
    first = world.application(mission, cast.ines, state=S.PENDING_CLEARANCE)
    second = world.application(mission, cast.tom, state=S.PENDING_CLEARANCE)
    inside(steps.confirm_seat, cast.nadia, first)
    assert mission_state(app, mission) is MissionState.PUBLISHED
    inside(steps.confirm_seat, cast.nadia, second)
    assert mission_state(app, mission) is MissionState.STAFFED
    assert {("ines", "confirmed"), ("karim", "confirmed_owner"), ("oscar", "confirmed_owner")} <= mails()


def test_releasing_reopens_a_staffed_mission(app, cast, world, inside, state_of, mails):
    mission = world.mission(places=1, state=MissionState.STAFFED)
    application = world.application(mission, cast.ines, state=S.CONFIRMED)
    inside(steps.release_seat, cast.nadia, application, text="The close comes first.")
    assert state_of(application) == "released"
    assert mission_state(app, mission) is MissionState.PUBLISHED
    assert taken(app) == 0
    assert mails() == {("ines", "released"), ("karim", "released_owner")}


def test_a_step_out_of_turn_changes_nothing(app, cast, world, inside, state_of):
    application = world.application(world.mission(), cast.ines, state=S.OFFERED)
    with pytest.raises(Conflict):
        inside(steps.confirm_seat, cast.nadia, application)
    with pytest.raises(Conflict):
        inside(steps.release_seat, cast.nadia, application, text="")
    assert state_of(application) == "offered"
    assert taken(app) == 0


def test_a_full_seat_refuses_and_an_empty_one_cannot_go_below_zero(app, cast, world, inside):
    mission = world.mission(places=1)
    seat = world.seat_of(mission)
    with app.app_context():
        with transaction():
            steps.take_place(seat.load())
        with pytest.raises(Conflict), transaction():
            steps.take_place(seat.load())
        with transaction():
            steps.give_place_back(seat.load())
        with transaction():
            steps.give_place_back(seat.load())
    assert taken(app) == 0


def end(app, cast, mission, name, moment):
    with app.test_request_context(), transaction():
        MISSION.apply(cast.karim.person(), mission.load(), name)
        moment(cast.karim.person(), mission.load())


def test_a_completed_mission_completes_those_confirmed(app, cast, world, state_of, mails):
    mission = world.mission(places=3, state=MissionState.IN_PROGRESS)
    confirmed = world.application(mission, cast.ines, state=S.CONFIRMED)
    waiting = world.application(mission, cast.tom, state=S.IN_REVIEW)
    gone = world.application(mission, cast.lea, state=S.WITHDRAWN)
    end(app, cast, mission, "complete", mission_completed)
    assert [state_of(one) for one in (confirmed, waiting, gone)] == ["completed", "not_selected", "withdrawn"]
    assert {("ines", "completed"), ("tom", "mission_ended")} <= mails()
    assert not [mail for mail in mails() if mail[0] == "lea"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (S.SUBMITTED, "not_selected"),
        (S.ON_HOLD, "not_selected"),
        (S.OFFERED, "not_selected"),
        (S.PENDING_CLEARANCE, "released"),
        (S.CONFIRMED, "released"),
    ],
)
def test_a_cancelled_mission_ends_every_live_application(app, cast, world, state_of, mails, before, after):
    mission = world.mission(state=MissionState.STAFFED)
    application = world.application(mission, cast.ines, state=before)
    end(app, cast, mission, "cancel", mission_cancelled)
    assert state_of(application) == after
    assert ("ines", "mission_ended") in mails()
    assert taken(app) == 0
    assert mission_state(app, mission) is MissionState.CANCELLED


def test_a_cancelled_mission_cancels_its_engagements(app, cast, world, visit, state_of):
    mission = world.mission()
    application = world.application(mission, cast.sofia, state=S.OFFERED)
    sofia = visit(cast.sofia)
    sofia.submit(sofia.get(f"/applications/{application.public_id}"), "/accept")
    end(app, cast, mission, "cancel", mission_cancelled)
    with app.app_context():
        assert db.session.scalars(sa.select(Engagement.state)).all() == [EngagementState.CANCELLED]


def test_the_path_says_who_did_what_and_who_is_next(app, cast, world, visit):
    application = world.application(world.mission(), cast.ines, state=S.OFFERED)
    ines = visit(cast.ines)
    ines.submit(ines.get(f"/applications/{application.public_id}"), "/accept")
    with app.test_request_context(), speaking("en"):
        loaded = db.session.get_one(Application, application.id)
        for someone, first in ((cast.ines, "You applied"), (cast.karim, "Inès Carvalho applied")):
            path = path_of(loaded, someone.person())
            assert path[0]["title"] == first
            assert [step["state"] for step in path if step["state"] == "now"] == ["now"]
            assert "Nadia Benali" in next(step["title"] for step in path if step["state"] == "now")


def test_an_ended_path_stops_with_its_reason(app, cast, world, visit):
    application = world.application(world.mission(), cast.ines)
    karim = visit(cast.karim)
    karim.submit(
        karim.get(f"/applications/{application.public_id}"),
        "/not-select",
        {"not_select-reason": "skills", "not_select-text": "Do come back."},
    )
    with app.test_request_context(), speaking("en"):
        path = path_of(db.session.get_one(Application, application.id), cast.ines.person())
        assert [step["state"] for step in path] == ["done", "stop"]
        assert path[-1]["detail"] == "Other skills are needed for this place. Do come back."
        assert db.session.scalars(sa.select(Event.reason_code)).all()[-1] == "skills"


def test_who_applied_does_not_come_to_own_the_mission(visit, cast, world):
    mission = world.mission()
    world.application(mission, cast.jade)
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{mission.public_id}/edit")
    refused = karim.submit(page, "/edit", {"co_owner": "Jade Petit", "do": "save"}, status=422)
    assert "This person has applied to this mission." in refused.text
    visit(cast.jade).get(f"/missions/{mission.public_id}/applications", status=404)
