"""What the pause of a mission means for those who applied: told why, nothing lost, every promised day moved."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState, Offer
from portal.core import clock, worker
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import MissionState
from portal.missions.pausing import services as pausing

S = ApplicationState
WHY = "The budget is voted next month."


def told(app):
    with app.app_context():
        items = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail").order_by(OutboxItem.id))
        mails = [item.payload for item in items]
        return [
            (mail["to"].partition("@")[0], mail["event"].partition("/")[2])
            for mail in mails
            if mail["event"].startswith("applications/")
        ]


@pytest.fixture
def pause(app, cast):
    def act(mission, until=None):
        with app.app_context():
            pausing.pause_mission(cast.karim.person(), mission.load(), text=WHY, until=until)

    return act


@pytest.fixture
def resume(app, cast):
    def act(mission, after=0):
        with app.app_context(), clock.at(clock.now() + timedelta(days=after)):
            pausing.resume_mission(cast.karim.person(), mission.load())

    return act


def test_everyone_who_waits_or_holds_a_place_is_told(app, cast, world, pause, resume):
    mission = world.mission(places=2)
    world.application(mission, cast.ines, answer_due_on=clock.today() + timedelta(days=3))
    world.application(mission, cast.tom, state=S.CONFIRMED)
    world.application(mission, cast.lea, state=S.WITHDRAWN)
    pause(mission)
    resume(mission)
    assert told(app) == [("ines", "paused"), ("tom", "paused"), ("ines", "resumed"), ("tom", "resumed")]


def test_the_talent_reads_why_and_until_when(visit, cast, world, pause):
    mission = world.mission()
    application = world.application(mission, cast.ines)
    pause(mission, until=clock.today() + timedelta(days=10))
    page = visit(cast.ines).get(f"/applications/{application.public_id}")
    assert WHY in page.text
    assert "The mission is paused until" in page.text
    assert "Your application keeps its place." in page.text
    assert "The mission is paused until" in visit(cast.ines).get("/applications").text


def test_the_clocks_wait(app, cast, world, pause, resume):
    mission = world.mission(places=3)
    today = clock.today()
    due = clock.add_working_days(today, 4)
    waiting = world.application(mission, cast.ines, answer_due_on=due)
    late = world.application(mission, cast.tom, answer_due_on=today - timedelta(days=1))
    offered = world.application(mission, cast.lea, state=S.OFFERED)
    pause(mission)
    with app.app_context(), clock.at(clock.now() + timedelta(days=28)):
        worker.do_chores()
        assert offered.load().state is S.OFFERED
    resume(mission, after=28)
    with app.app_context():
        assert waiting.load().answer_due_on == clock.add_working_days(due, 20)
        assert late.load().answer_due_on == today - timedelta(days=1)
        offer = db.session.get_one(Offer, offered.id)
        assert offer.answer_due_on == clock.add_working_days(clock.add_working_days(today, 5), 20)


def test_nobody_owes_an_answer_meanwhile(visit, cast, world, pause, resume):
    mission = world.mission()
    world.application(mission, cast.ines, answer_due_on=clock.today())
    karim = visit(cast.karim)
    address = f"/missions/{mission.public_id}"
    assert "1 waits for your answer." in karim.get(address).text
    pause(mission)
    assert "waits for your answer" not in karim.get(address).text
    resume(mission)
    assert "1 waits for your answer." in karim.get(address).text


def test_no_place_is_offered_nor_accepted_meanwhile(app, visit, cast, world, pause, resume):
    mission = world.mission(places=2)
    offered = world.application(mission, cast.ines, state=S.OFFERED)
    ines = visit(cast.ines)
    page = ines.get(f"/applications/{offered.public_id}")
    pause(mission)
    overtaken = ines.submit(page, "/accept", status=409)
    assert "this can be done once it resumes" in overtaken.text
    assert "/accept" not in ines.get(f"/applications/{offered.public_id}").html
    shortlisted = world.application(mission, cast.tom, state=S.SHORTLISTED)
    karim = visit(cast.karim)
    address = f"/applications/{shortlisted.public_id}"
    assert f"{address}/offer" not in karim.get(address).html
    resume(mission)
    ines.submit(ines.get(f"/applications/{offered.public_id}"), "/accept")


@pytest.mark.parametrize(
    ("before", "state", "after"),
    [
        (MissionState.PUBLISHED, S.CONFIRMED, MissionState.STAFFED),
        (MissionState.STAFFED, S.WITHDRAWN, MissionState.PUBLISHED),
    ],
)
def test_what_happened_to_places_meanwhile_counts(app, cast, world, pause, resume, before, state, after):
    mission = world.mission(state=before)
    application = world.application(mission, cast.ines, state=S.CONFIRMED)
    pause(mission)
    with app.app_context(), transaction():
        application.load().state = state
    resume(mission)
    with app.app_context():
        assert mission.load().state is after
