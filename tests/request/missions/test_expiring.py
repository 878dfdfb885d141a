"""A mission that nobody takes: two warnings with ways out, then it expires; its readers see how fresh it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState
from portal.core import clock, worker
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.expiring import services
from portal.missions.expiring.models import Freshness
from portal.missions.models import MissionState
from portal.missions.pausing.models import MissionPause
from portal.missions.reporting import services as reporting
from tests.mailbox import mails_written

S = MissionState


def ago(days):
    return clock.now() - timedelta(days=days, hours=1)


def open_since(world, days, **fields):
    return world.mission(published_at=ago(days), co_owner=world.cast.jade, **fields)


def do(browser, mission, name, data=None, *, status=303):
    page = browser.get(f"/missions/{mission.public_id}")
    return browser.submit(page, f"/{mission.public_id}/{name}", data, status=status)


def force(browser, mission, name, data=None, *, status):
    data = {"csrf_token": browser.token("/missions"), **(data or {})}
    return browser.post(f"/missions/{mission.public_id}/{name}", data, status=status)


@pytest.fixture
def day_by_day(app):
    """Runs the chores every day, twice, for so many days."""

    def run(days):
        for number in range(days):
            with app.app_context(), clock.at(clock.now() + timedelta(days=number)):
                worker.do_chores()
                worker.do_chores()

    return run


def test_warned_twice_then_it_expires_once(app, cast, world, state_of, mails, events_of, day_by_day, indexed):
    mission = open_since(world, 58)
    application = world.application(mission, cast.ines)
    day_by_day(31)
    assert state_of(mission) == "published"
    assert mails() == sorted([("jade", "aging"), ("karim", "aging")] * 2)
    day_by_day(33)
    assert state_of(mission) == "expired"
    assert mails() == sorted([("jade", "aging"), ("karim", "aging")] * 2 + [("jade", "expired"), ("karim", "expired")])
    assert [event[:3] for event in events_of(mission)] == [("expire", "published", "expired")]
    assert indexed(mission) == 1
    with app.app_context():
        assert application.load().state is ApplicationState.LAPSED
        told = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail")).all()
        assert [item.payload["to"] for item in told if item.payload["event"] == "applications/mission_expired"] == [
            "ines@merane.example"
        ]


def test_a_portal_that_slept_still_warns_before(world, state_of, mails, day_by_day):
    mission = open_since(world, 300)
    day_by_day(1)
    assert state_of(mission) == "published"
    assert mails() == [("jade", "aging"), ("karim", "aging")]


@pytest.mark.parametrize("state", [ApplicationState.PENDING_CLEARANCE, ApplicationState.CONFIRMED])
def test_one_where_someone_holds_a_place_does_not(cast, world, state_of, mails, day_by_day, state):
    mission = open_since(world, 300, places=2)
    world.application(mission, cast.ines, state=state)
    day_by_day(25)
    assert (state_of(mission), mails()) == ("published", [])


def test_the_days_it_was_paused_are_left_out(app, cast, world, mails, day_by_day):
    mission = open_since(world, 65)
    with app.app_context(), transaction() as session:
        session.add(
            MissionPause(
                mission_id=mission.id, paused_at=ago(40), ended_at=ago(30), reason="Budget", by_id=cast.karim.id
            )
        )
    day_by_day(5)
    assert mails() == []
    day_by_day(6)
    assert mails() == [("jade", "aging"), ("karim", "aging")]


def test_said_to_be_current_it_is_young_again(visit, cast, world, mails, events_of, day_by_day, state_of):
    mission = open_since(world, 62)
    day_by_day(1)
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{mission.public_id}")
    assert "Nobody holds a place yet: this mission expires on" in page.text
    assert "Confirmed current on" not in page.text
    done = karim.submit(page, "/still-current")
    after = karim.get(done.location)
    assert "current as of today" in after.text
    assert "Confirmed current on" in after.text
    assert "this mission expires on" not in after.text
    assert "Confirmed current on" in visit(cast.ines).get(f"/missions/{mission.public_id}").text
    assert [event[0] for event in events_of(mission)] == ["still_current"]
    day_by_day(40)
    assert state_of(mission) == "published"
    assert len(mails()) == 2


def test_twice_on_a_day_is_once(visit, cast, world, events_of):
    mission = open_since(world, 62)
    karim = visit(cast.karim)
    page = karim.get(f"/missions/{mission.public_id}")
    karim.submit(page, "/still-current")
    karim.submit(page, "/still-current")
    assert len(events_of(mission)) == 1


def test_one_whose_weeks_are_past_is_not_current(visit, cast, world, events_of):
    mission = open_since(world, 62, first=-8, last=-1)
    page = do(visit(cast.karim), mission, "still-current", status=422)
    assert "The weeks of a place are past" in page.text
    assert events_of(mission) == []


def test_only_its_owners_are_told_and_say_so(visit, cast, world):
    mission = open_since(world, 62)
    for someone in (cast.ines, cast.helene, cast.simone):
        browser = visit(someone)
        assert "this mission expires on" not in browser.get(f"/missions/{mission.public_id}").text
        force(browser, mission, "still-current", status=403)
        force(browser, mission, "open-again", status=403)
    hidden = world.mission(state=S.DRAFT)
    force(visit(cast.ines), hidden, "still-current", status=404)


@pytest.mark.parametrize("state", [S.DRAFT, S.PAUSED, S.STAFFED, S.COMPLETED])
def test_only_an_open_mission_is_current(visit, cast, world, state):
    mission = world.mission(state=state)
    force(visit(cast.karim), mission, "still-current", {"still_current-version": "1"}, status=409)


def expired(app, world, days_ago):
    mission = open_since(world, 130, state=S.EXPIRED)
    with app.app_context(), transaction() as session:
        session.add(
            Freshness(mission_id=mission.id, warned=80, warned_on=ago(40).date(), expired_on=ago(days_ago).date())
        )
    return mission


def test_it_is_opened_again_within_a_month(app, visit, cast, world, state_of, mails, day_by_day):
    mission = expired(app, world, 20)
    karim = visit(cast.karim)
    karim.get(do(karim, mission, "open-again").location)
    assert state_of(mission) == "published"
    assert mails() == [("jade", "reopened")]
    day_by_day(20)
    assert state_of(mission) == "published"


def test_whoever_was_left_without_an_answer_is_told_that_it_is_open_again(app, visit, cast, world, day_by_day):
    mission = open_since(world, 88)
    world.application(mission, cast.tom, state=ApplicationState.WITHDRAWN)
    offered = world.application(mission, cast.sofia, state=ApplicationState.OFFERED)
    with app.app_context(), transaction():
        offered.load().state = ApplicationState.LAPSED
    application = world.application(mission, cast.ines)
    day_by_day(35)
    with clock.at(clock.now() + timedelta(days=36)):
        karim = visit(cast.karim)
        do(karim, mission, "open-again")
        with app.app_context():
            again = [mail["to"] for mail in mails_written() if mail["event"] == "applications/mission_open_again"]
        assert again == ["ines@merane.example"]
        ines = visit(cast.ines)
        with app.app_context():
            address = f"/applications/{application.load().public_id}"
        assert f"/missions/{mission.public_id}/apply" in ines.get(f"/missions/{mission.public_id}").html
        assert ines.get(address).status == 200


def test_sent_back_and_published_again_it_is_young_again(app, visit, cast, world, mails, state_of, day_by_day):
    mission = open_since(world, 62)
    day_by_day(1)
    assert mails() == [("jade", "aging"), ("karim", "aging")]
    with app.app_context():
        reporting.report_mission(cast.tom.person(), mission.load(), reason="duplicate", text="The same in Sales.")
    helene = visit(cast.helene)
    do(helene, mission, "send-back", {"send_back-text": "Keep one of the two."})
    do(visit(cast.karim), mission, "submit")
    do(helene, mission, "publish")
    day_by_day(59)
    assert state_of(mission) == "published"
    assert [mail for mail in mails() if mail[1] in ("aging", "expired")] == [("jade", "aging"), ("karim", "aging")]
    day_by_day(61)
    assert len([mail for mail in mails() if mail[1] == "aging"]) == 4


def test_later_a_copy_is_made(app, visit, cast, world, state_of):
    mission = expired(app, world, 32)
    karim = visit(cast.karim)
    assert "/open-again" not in karim.get(f"/missions/{mission.public_id}").html
    page = force(karim, mission, "open-again", {"open_again-version": "1"}, status=409)
    assert "It expired more than a month ago" in page.text
    assert state_of(mission) == "expired"


def test_attending_again_changes_nothing(app, cast, world):
    mission = open_since(world, 95)
    with app.app_context():
        assert services.attend(mission.load()) == 60
        assert services.attend(mission.load()) is None
    with app.app_context(), clock.at(clock.now() + timedelta(days=10)):
        assert services.attend(mission.load()) == 80


def test_in_french(app, visit, cast, world):
    mission = open_since(world, 62)
    visit(cast.jade, locale="fr")
    assert "cette mission expire le" in visit(cast.karim, locale="fr").get(f"/missions/{mission.public_id}").text
    with app.app_context():
        services.attend(mission.load())
        mails = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail")).all()
        assert {item.payload["subject"] for item in mails} == {
            "«\u00a0Cartographier les données clients\u00a0»\u00a0: est-elle toujours d’actualité\u00a0?"
        }
