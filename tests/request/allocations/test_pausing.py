"""While a mission is put aside nobody is late with its requests: the days they were promised for move with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.applications.models import ApplicationState
from portal.core import clock, worker
from portal.core.transaction import transaction
from portal.engagements.models import Engagement
from portal.missions.pausing import services as pausing

FOUR_WEEKS, WORKING_DAYS = timedelta(days=28), 20


@pytest.fixture
def mission(world):
    return world.mission(places=3)


def pause(app, cast, mission):
    with app.app_context():
        pausing.pause_mission(cast.karim.person(), mission.load(), text="The budget is voted next month.", until=None)


def resume(app, cast, mission):
    with app.app_context(), clock.at(clock.now() + FOUR_WEEKS):
        pausing.resume_mission(cast.karim.person(), mission.load())


def ask(app, world, mission, person, days):
    """A request to be answered in so many days."""
    request = world.authorization(mission, person)
    with app.app_context(), transaction():
        request.load().answer_due_on = clock.today() + timedelta(days=days)
    return request


def test_nothing_is_passed_on_and_the_day_moves(app, cast, world, mission, stand):
    waiting, late = ask(app, world, mission, cast.ines, 3), ask(app, world, mission, cast.tom, -1)
    due = clock.today() + timedelta(days=3)
    pause(app, cast, mission)
    with app.app_context(), clock.at(clock.now() + FOUR_WEEKS):
        worker.do_chores()
    assert stand(waiting) == stand(late) == ("requested", cast.nadia.id)
    resume(app, cast, mission)
    with app.app_context():
        assert waiting.load().answer_due_on == clock.add_working_days(due, WORKING_DAYS)
        assert late.load().answer_due_on == clock.today() - timedelta(days=1)
    with app.app_context(), clock.at(clock.now() + FOUR_WEEKS):
        worker.do_chores()
    assert stand(waiting) == ("requested", cast.nadia.id)
    assert stand(late) == ("escalated", cast.marc.id)


def test_whoever_decides_reads_that_it_waits(app, visit, cast, world, mission):
    request = ask(app, world, mission, cast.ines, -1)
    nadia = visit(cast.nadia)
    assert "1 day late" in nadia.get("/desk").text
    pause(app, cast, mission)
    desk = nadia.get("/desk").text
    assert "The mission is paused" in desk
    assert "late" not in desk
    with app.app_context():
        application = request.load().application.public_id
    assert "the day of the answer moves with it" in visit(cast.ines).get(f"/applications/{application}").text


def test_an_engagement_waits_too(app, cast, world, mission):
    application = world.application(mission, cast.sofia, state=ApplicationState.PENDING_CLEARANCE)
    due = clock.today() + timedelta(days=2)
    with app.app_context(), transaction() as session:
        found = application.load()
        engagement = Engagement(
            application=found,
            person=found.person,
            mission=found.mission,
            starts_on=due,
            ends_on=due,
            answer_due_on=due,
        )
        session.add(engagement)
        session.flush()
        key = engagement.id
    pause(app, cast, mission)
    resume(app, cast, mission)
    with app.app_context(), transaction() as session:
        assert session.get_one(Engagement, key).answer_due_on == clock.add_working_days(due, WORKING_DAYS)
