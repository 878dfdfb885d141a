"""Someone who leaves gives up places, weeks, decisions and missions, and those concerned know why."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.applications.models import Application, ApplicationState
from portal.applications.workflow import LEFT
from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.engagements.models import Engagement
from portal.extensions import db
from portal.missions.models import Mission, MissionState
from tests.factories import ref
from tests.request.administration.exports import as_csv, cast_rows

A = ApplicationState


def application_of(app, request):
    with app.app_context():
        return db.session.get_one(Application, request.load().application_id).state


def last_event(app, kind, key):
    with app.app_context():
        select = sa.select(Event).where(Event.subject_type == kind, Event.subject_id == key).order_by(Event.id.desc())
        return db.session.scalars(select).first()


def test_a_place_held_is_released_and_its_weeks_are_free(app, cast, grant, leave, used, stand, mails, visit):
    request = grant(cast.ines, first=1, last=3)
    with app.app_context():
        found = request.load()
        mission, application = found.mission, found.application
        assert mission.state is MissionState.STAFFED
        ids = mission.id, application.id, application.public_id
    leave(cast.ines)
    assert used(cast.ines) == {1: 0, 2: 0, 3: 0}
    assert (stand(request)[0], application_of(app, request)) == ("ended", A.RELEASED)
    with app.app_context():
        mission = db.session.get_one(Mission, ids[0])
        assert (mission.state, mission.seats[0].taken) == (MissionState.PUBLISHED, 0)
    event = last_event(app, "application", ids[1])
    assert (event.actor_id, event.to_state, event.data) == (None, "released", LEFT)
    told = mails()
    assert ("karim", "applications/left") in told
    assert ("nadia", "allocations/ended") in told
    for locale, words in (("en", "Inès Carvalho left the organization"), ("fr", "a quitté l’organisation")):
        assert words in visit(cast.karim, locale=locale).get(f"/applications/{ids[2]}").text


def test_a_request_that_waits_is_no_longer_needed(app, cast, world, leave, stand, mails):
    request = world.authorization(world.mission(), cast.ines)
    leave(cast.ines)
    assert (stand(request)[0], application_of(app, request)) == ("lapsed", A.RELEASED)
    assert mails() == [("karim", "applications/left"), ("nadia", "allocations/lapsed")]


@pytest.mark.parametrize("state", [A.INVITED, A.SUBMITTED, A.IN_REVIEW, A.SHORTLISTED, A.ON_HOLD, A.OFFERED])
def test_what_only_waited_lapses(app, cast, world, leave, mails, state):
    application = world.application(world.mission(co_owner=cast.claire), cast.ines, state=state)
    leave(cast.ines)
    with app.app_context():
        assert application.load().state is A.LAPSED
    assert mails() == [("claire", "applications/left"), ("karim", "applications/left")]


@pytest.mark.parametrize("state", [A.COMPLETED, A.NOT_SELECTED, A.DECLINED, A.WITHDRAWN])
def test_what_ended_stays_as_it_ended(app, cast, world, leave, mails, state):
    application = world.application(world.mission(), cast.ines, state=state)
    leave(cast.ines)
    with app.app_context():
        assert application.load().state is state
    assert mails() == []


def test_an_external_who_leaves_ends_the_engagement(app, cast, world, leave, mails):
    application = world.application(world.mission(), cast.sofia, state=A.PENDING_CLEARANCE)
    with app.app_context(), transaction() as session:
        found = application.load()
        session.add(
            Engagement(
                application_id=found.id,
                person_id=found.person_id,
                mission_id=found.mission_id,
                starts_on=found.offer.first_week,
                ends_on=found.offer.last_week,
                answer_due_on=found.offer.first_week,
            )
        )
    leave(cast.sofia)
    with app.app_context():
        assert application.load().state is A.RELEASED
        assert db.session.scalars(sa.select(Engagement)).one().state.value == "cancelled"
    assert ("paul", "engagements/cancelled") in mails()


def owners(app, mission):
    with app.app_context():
        found = mission.load()
        return found.owner_id, found.co_owner_id


def test_the_co_owner_succeeds_the_owner(app, cast, world, leave, mails, visit):
    mission = world.mission(co_owner=cast.claire)
    leave(cast.karim)
    assert owners(app, mission) == (cast.claire.id, None)
    assert last_event(app, "mission", mission.id).action == "handed_over"
    assert mails() == [("claire", "missions/alone")]
    page = visit(cast.claire, locale="fr").get(f"/missions/{mission.public_id}")
    assert "La personne qui la portait n’est plus là : le second porteur" in page.text


def test_a_co_owner_who_leaves_is_to_be_replaced(app, cast, world, leave, mails):
    mission = world.mission(co_owner=cast.claire)
    leave(cast.claire)
    assert owners(app, mission) == (cast.karim.id, None)
    assert last_event(app, "mission", mission.id).action == "co_owner_left"
    assert mails() == [("karim", "missions/alone")]


def test_without_a_co_owner_human_resources_know(app, cast, world, leave, mails, visit):
    mission = world.mission()
    leave(cast.karim)
    assert owners(app, mission) == (cast.karim.id, None)
    assert last_event(app, "mission", mission.id).action == "owner_left"
    assert mails() == [("helene", "missions/ownerless")]
    assert "there is no co-owner" in visit(cast.helene).get(f"/missions/{mission.public_id}").text


@pytest.mark.parametrize("state", [MissionState.CLOSED, MissionState.CANCELLED, MissionState.EXPIRED])
def test_a_mission_that_is_over_stays_whose_it_was(app, cast, world, leave, mails, state):
    mission = world.mission(co_owner=cast.claire, state=state)
    leave(cast.karim)
    assert owners(app, mission) == (cast.karim.id, cast.claire.id)
    assert mails() == []


def test_nobody_hears_of_a_draft(app, cast, world, leave, mails):
    world.mission(state=MissionState.DRAFT)
    leave(cast.karim)
    assert mails() == []


def test_a_manager_s_own_leaving_changes_nothing_for_a_mission_they_owned(app, cast, world, leave, stand):
    request = world.authorization(world.mission(owner=cast.claire, co_owner=cast.nadia), cast.ines, decider=cast.marc)
    leave(cast.nadia)
    assert owners(app, request_mission(app, request)) == (cast.claire.id, None)
    assert stand(request) == ("requested", cast.marc.id)


def request_mission(app, request):
    with app.app_context():
        return ref(request.load().mission)


def test_talent_manager_and_owner_leave_in_one_import(app, cast, world, stand, mails, tmp_path):
    request = world.authorization(world.mission(co_owner=cast.claire), cast.ines)
    waiting = world.authorization(world.mission(co_owner=cast.claire), cast.tom)
    gone = {"T003", "T004", "T007"}  # Nadia, Inès, Karim
    file = tmp_path / "people.csv"
    file.write_bytes(as_csv([row for row in _settled(cast_rows()) if row["identifier"] not in gone]))
    result = app.test_cli_runner().invoke(args=["import", "people", str(file), "--leavers", "--force"])
    assert result.exit_code == 0, result.output
    assert stand(request)[0] == "lapsed"
    assert stand(waiting) == ("requested", cast.marc.id)
    told = mails()
    assert told.count(("claire", "missions/alone")) == 2
    assert ("claire", "applications/left") in told
    assert not [to for to, _ in told if to in ("nadia", "ines", "karim")]


def _settled(rows):
    """Nobody's manager is among those who leave."""
    moved = {"T003": "T002", "T007": "T001"}
    return [{**row, "manager": moved.get(row["manager"], row["manager"])} for row in rows]
