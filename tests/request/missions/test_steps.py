"""The steps of a mission's life, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import Application, ApplicationState
from portal.core import clock
from portal.core.audit import Event
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Mission, MissionState
from portal.pilots.models import PilotState
from tests.mailbox import mails_written

STEPS = ("submit", "publish", "request-changes", "start", "complete", "close", "cancel", "pause", "resume", "accepting")


def address(mission):
    return f"/missions/{mission.public_id}"


def state_of(app, mission):
    with app.app_context():
        return db.session.get_one(Mission, mission.id).state


def mails(app):
    with app.app_context():
        return [(mail["event"].partition("/")[2], mail["to"].partition("@")[0]) for mail in mails_written()]


def marked(app):
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).where(OutboxItem.kind == "index"))


def last_event(app, mission):
    with app.app_context():
        return db.session.scalars(
            sa.select(Event)
            .where(Event.subject_type == "mission", Event.subject_id == mission.id)
            .order_by(Event.id.desc())
        ).first()


def test_submitting_tells_those_who_validate(app, visit, cast, world):
    mission = world.mission(state=MissionState.DRAFT, co_owner=cast.jade, pilot=world.pilot())
    karim = visit(cast.karim)
    done = karim.submit(karim.get(address(mission)), "/submit")
    assert "The mission is submitted." in karim.get(done.location).text
    assert state_of(app, mission) is MissionState.SUBMITTED
    assert mails(app) == [("submitted", "helene"), ("submitted", "simone"), ("submitted_owner", "jade")]
    assert marked(app) == 1
    with app.app_context():
        assert last_event(app, mission).rules_id == mission.load().pilot.current_rules.id


def test_an_incomplete_mission_is_not_submitted(app, visit, cast, world):
    mission = world.mission(state=MissionState.DRAFT, title_fr="", title_en="")
    karim = visit(cast.karim)
    refused = karim.submit(karim.get(address(mission)), "/submit", status=422)
    assert "Give the mission a title" in refused.text
    assert "Name a co-owner" in refused.text
    assert state_of(app, mission) is MissionState.DRAFT
    assert mails(app) == []
    form = karim.get(refused.links()["Complete it"])
    assert "Name a co-owner" in form.field_error("co_owner")
    assert "Give the mission a title" in form.field_error("title_en")


def test_publishing_opens_it_and_tells_its_owners(app, visit, cast, world):
    mission = world.mission(state=MissionState.SUBMITTED, co_owner=cast.jade)
    helene = visit(cast.helene)
    done = helene.submit(helene.get(address(mission)), "/publish")
    page = helene.get(done.location)
    assert "A message was sent to Karim Haddad and Jade Petit." in page.text
    assert "Published it" in page.text
    assert mails(app) == [("published", "karim"), ("published", "jade")]
    with app.app_context():
        assert clock.now() - mission.load().published_at < timedelta(minutes=1)
    visit(cast.ines).get(address(mission))


def test_the_pilot_s_sponsor_validates_too(app, visit, cast, world):
    mission = world.mission(state=MissionState.SUBMITTED, co_owner=cast.jade, pilot=world.pilot())
    simone = visit(cast.simone)
    simone.submit(simone.get(address(mission)), "/publish")
    assert state_of(app, mission) is MissionState.PUBLISHED


def test_a_pilot_that_stopped_meanwhile_holds_publication_back(app, visit, cast, world):
    pilot = world.pilot()
    mission = world.mission(state=MissionState.SUBMITTED, co_owner=cast.jade, pilot=pilot)
    helene = visit(cast.helene)
    page = helene.get(address(mission))
    with app.app_context(), transaction():
        pilot.load().state = PilotState.STOPPED
    assert "This pilot is not running" in helene.submit(page, "/publish", status=422).text
    assert state_of(app, mission) is MissionState.SUBMITTED


def test_a_request_for_changes_says_what(app, visit, cast, world):
    mission = world.mission(state=MissionState.SUBMITTED, co_owner=cast.jade)
    helene = visit(cast.helene)
    page = helene.get(address(mission))
    refused = helene.submit(page, "/request-changes", {"request_changes-text": "  "}, status=422)
    assert "Say what to change" in refused.text
    helene.submit(refused, "/request-changes", {"request_changes-text": "Who welcomes them?"})
    assert mails(app) == [("changes_requested", "karim"), ("changes_requested", "jade")]
    karim = visit(cast.karim)
    page = karim.get(address(mission))
    assert "Hélène Roy asks for changes before publication:" in page.text
    assert "Who welcomes them?" in page.text
    form = karim.get(f"{address(mission)}/edit").text
    assert "Hélène Roy asks for changes before publication:" in form
    assert "Who welcomes them?" in form
    karim.submit(page, "/submit")
    assert "asks for changes before publication" not in karim.get(address(mission)).text


def test_work_starts_completes_and_closes(app, visit, cast, world):
    mission = world.mission(co_owner=cast.jade, places=2)
    confirmed = world.application(mission, cast.ines, state=ApplicationState.CONFIRMED)
    waiting = world.application(mission, cast.tom)
    karim = visit(cast.karim)
    for step in ("/start", "/complete", "/close"):
        karim.submit(karim.get(address(mission)), step)
    assert state_of(app, mission) is MissionState.CLOSED
    with app.app_context():
        assert db.session.get_one(Application, confirmed.id).state is ApplicationState.COMPLETED
        assert db.session.get_one(Application, waiting.id).state is ApplicationState.NOT_SELECTED
    assert marked(app) == 3


def test_completing_says_first_what_it_ends(visit, cast, world):
    mission = world.mission(first=-2, last=3, places=2, state=MissionState.IN_PROGRESS)
    seat = world.seated(mission, cast.ines)
    world.time_entry(seat, -2)
    for person in (cast.tom, cast.lea):
        world.application(mission, person)
    karim = visit(cast.karim)
    page = karim.get(address(mission))
    assert "The work was planned until" in page.text
    assert "2 applications under way end without a place." in page.text
    assert "1 planned week is not declared yet." in page.text or "2 planned weeks are not declared yet." in page.text
    assert "1 declared week is not confirmed yet." in page.text
    assert "waiting for you to attest" not in page.text
    karim.submit(page, "/complete")
    after = karim.get(address(mission))
    assert "1 person is waiting for you to attest what they achieved." in after.text
    assert "/recognitions" in after.links().values()
    assert "waiting for you to attest" not in visit(cast.ines).get(address(mission)).text


def test_cancelling_takes_a_reason_and_tells_everyone(app, visit, cast, world):
    mission = world.mission(co_owner=cast.jade)
    world.application(mission, cast.ines)
    karim = visit(cast.karim)
    page = karim.get(address(mission))
    assert "Everyone who applied or holds a place is told that it ends." in page.text
    refused = karim.submit(page, "/cancel", status=422)
    assert "Say why" in refused.text
    karim.submit(refused, "/cancel", {"cancel-text": "The budget moved."})
    assert state_of(app, mission) is MissionState.CANCELLED
    assert ("cancelled", "jade") in mails(app)
    assert ("cancelled", "karim") not in mails(app)
    assert ("mission_ended", "ines") in mails(app)
    assert last_event(app, mission).text == "The budget moved."


def test_a_draft_is_cancelled_without_words(app, visit, cast, world):
    mission = world.mission(state=MissionState.DRAFT)
    karim = visit(cast.karim)
    karim.submit(karim.get(address(mission)), "/cancel")
    assert state_of(app, mission) is MissionState.CANCELLED


def test_applications_close_and_open_again(app, visit, cast, world):
    mission = world.mission()
    karim = visit(cast.karim)
    page = karim.get(address(mission))
    karim.submit(page, "/accepting")
    assert "Takes no applications" in visit(cast.ines).get(address(mission)).text
    karim.submit(page, "/accepting", status=409)
    karim.submit(karim.get(address(mission)), "/accepting")
    with app.app_context():
        assert mission.load().accepts_applications
        assert last_event(app, mission).action == "applications_opened"


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_is_not_one_s_own(app, visit, cast, world, step):
    mission = world.mission(co_owner=cast.jade)
    ines = visit(cast.ines)
    data = {"csrf_token": ines.token(), "cancel-text": "No", "request_changes-text": "No"}
    ines.post(f"{address(mission)}/{step}", data, status=403)
    hidden = world.mission(state=MissionState.DRAFT)
    ines.post(f"{address(hidden)}/{step}", data, status=404)
    assert state_of(app, mission) is MissionState.PUBLISHED


@pytest.mark.parametrize("step", ["submit", "complete", "close"])
def test_a_step_that_is_no_longer_possible(visit, cast, world, step):
    mission = world.mission()
    karim = visit(cast.karim)
    fresh = {"csrf_token": karim.token(), f"{step}-version": "1"}
    page = karim.post(f"{address(mission)}/{step}", fresh, status=409)
    assert "This is no longer possible" in page.text


def test_nobody_publishes_what_they_own_or_have_not_read_as_it_stands(app, visit, cast, world):
    own = world.mission(owner=cast.helene, co_owner=cast.jade, state=MissionState.SUBMITTED)
    helene = visit(cast.helene)
    helene.post(f"{address(own)}/publish", {"csrf_token": helene.token()}, status=403)
    other = world.mission(co_owner=cast.jade, state=MissionState.SUBMITTED)
    page = helene.get(address(other))
    with app.app_context(), transaction():
        other.load().title_en = "Something else"
    stale = helene.submit(page, "/publish", status=409)
    assert "Something else" in stale.text
    assert state_of(app, other) is MissionState.SUBMITTED


def test_a_double_click_makes_one_step(app, visit, cast, world):
    mission = world.mission(state=MissionState.SUBMITTED, co_owner=cast.jade)
    helene = visit(cast.helene)
    page = helene.get(address(mission))
    helene.submit(page, "/publish")
    helene.submit(page, "/publish", status=409)
    assert len(mails(app)) == 2


def test_mails_and_pages_in_french(app, visit, cast, world):
    mission = world.mission(state=MissionState.SUBMITTED, co_owner=cast.jade)
    for owner in (cast.karim, cast.jade):
        visit(owner, locale="fr")
    helene = visit(cast.helene, locale="fr")
    page = helene.get(address(mission))
    assert "Ce que vous pouvez faire" in page.text
    helene.submit(page, "/request-changes", {"request_changes-text": "Qui accueille ?"})
    with app.app_context():
        item = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail")).first()
    assert (
        item.payload["subject"]
        == "Des modifications sont demandées sur «\u00a0Cartographier les données clients\u00a0»"
    )
    assert "Qui accueille ?" in item.payload["body"]
    assert f"http://localhost/missions/{mission.public_id}" in item.payload["body"]
