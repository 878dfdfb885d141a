"""When every place is taken, its owner is led to answer those who still wait, all at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState
from portal.core import clock
from portal.core.audit import Event
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Seat
from portal.pages.home import duties
from portal.waiting import Waiting
from tests.factories import week

S = ApplicationState
BATCH = "/applications/answer"
WAIT = "Every place is taken: 3 applications still wait for an answer."
NOT_FILLED = "A place is still free, or waits to be confirmed: choose another reason."


@pytest.fixture
def filled(world, cast):
    """A mission of one place, taken by Inès, and three others who applied."""
    mission = world.mission(co_owner=cast.claire)
    world.application(mission, cast.ines, state=S.CONFIRMED)
    others = [
        world.application(mission, cast.tom),
        world.application(mission, cast.lea, state=S.IN_REVIEW),
        world.application(mission, cast.sofia, state=S.SHORTLISTED),
    ]
    return mission, others


def address(mission):
    return f"/missions/{mission.public_id}/applications"


def ticked(page):
    boxes = page.find("input", name="batch-applications")
    return {box.attrib["value"].partition(".")[0] for box in boxes if "checked" in box.attrib}


def add_free_seat(app, mission):
    """A second seat of one place, which nobody holds."""
    with app.app_context(), transaction() as session:
        session.add(
            Seat(
                mission_id=mission.id,
                title_en="Writer",
                percent=20,
                first_week=week(2),
                last_week=week(7),
                audience="both",
            )
        )


def test_home_and_the_mission_lead_to_them(visit, cast, filled):
    mission, _others = filled
    sentence = "Every place of your missions is taken: 3 applications still wait for an answer."
    for owner in (cast.karim, cast.claire):
        browser = visit(owner)
        browser.get("/")  # the first visit reads what the process keeps as well
        home = browser.get("/")
        assert browser.query_count <= 15
        assert home.links()[sentence] == address(mission)
        assert "await an answer" not in home.text
        page = browser.get(f"/missions/{mission.public_id}")
        assert WAIT in page.text
        assert page.links()["Answer the others"] == address(mission)
        assert browser.query_count <= 15


def test_one_press_then_what_each_will_read_then_all_are_told(app, visit, cast, filled):
    mission, others = filled
    karim = visit(cast.karim)
    page = karim.get(address(mission))
    assert WAIT in page.text
    sent = page.form(BATCH)
    assert sent["batch-reason"] == "seat_filled"
    boxes = [box.attrib["value"] for box in page.find("input", name="batch-applications")]
    assert {tick.partition(".")[0] for tick in boxes} == {one.public_id for one in others}
    assert all("checked" in box.attrib for box in page.find("input", name="batch-applications"))
    everyone = {"batch-applications": boxes}
    words = {"batch-text": "I would gladly work with you another time."}
    preview = karim.submit(page, BATCH, {**everyone, **words}, status=200)
    assert "The reason: every place is taken." in preview.text
    assert preview.text.count("I would gladly work with you another time.") == 3
    done = karim.get(karim.submit(preview, BATCH).location)
    assert "3 people were told." in done.text
    assert "still wait for an answer" not in done.text
    with app.app_context():
        assert {one.load().state for one in others} == {S.NOT_SELECTED}
        codes = set(db.session.scalars(sa.select(Event.reason_code).where(Event.action == "not_select")))
        told = [item.payload["to"] for item in db.session.scalars(sa.select(OutboxItem)) if item.kind == "mail"]
    assert codes == {"seat_filled"}
    assert sorted(told) == ["lea@merane.example", "sofia@merane.example", "tom@merane.example"]


def test_with_a_place_free_nothing_is_said(visit, cast, world):
    mission = world.mission(places=2)
    world.application(mission, cast.ines, state=S.CONFIRMED)
    world.application(mission, cast.tom)
    karim = visit(cast.karim)
    assert "One application to your missions awaits an answer." in karim.get("/").text
    for path in (f"/missions/{mission.public_id}", address(mission)):
        assert "Every place is taken: " not in karim.get(path).text


def test_full_and_everyone_answered_nothing_is_said(visit, cast, world):
    mission = world.mission()
    world.application(mission, cast.ines, state=S.CONFIRMED)
    karim = visit(cast.karim)
    for path in ("/", f"/missions/{mission.public_id}", address(mission)):
        assert "still wait" not in karim.get(path).text


def test_people_on_hold_are_counted_from_the_day_they_were_told(visit, cast, world):
    mission = world.mission()
    world.application(mission, cast.ines, state=S.CONFIRMED)
    waits = world.application(mission, cast.tom)
    held = world.application(mission, cast.lea, state=S.ON_HOLD, hold_until=clock.today() + timedelta(days=40))
    resumed = world.application(mission, cast.sofia, state=S.ON_HOLD, hold_until=clock.today())
    karim = visit(cast.karim)
    assert "2 applications still wait for an answer." in karim.get("/").text
    assert "2 applications still wait for an answer." in karim.get(f"/missions/{mission.public_id}").text
    page = karim.get(address(mission))
    assert "2 applications still wait for an answer." in page.text
    assert ticked(page) == {waits.public_id, resumed.public_id}
    boxes = {box.attrib["value"].partition(".")[0] for box in page.find("input", name="batch-applications")}
    assert boxes == {waits.public_id, held.public_id, resumed.public_id}


def test_only_people_on_hold_are_left_in_peace(visit, cast, world):
    mission = world.mission()
    world.application(mission, cast.ines, state=S.CONFIRMED)
    world.application(mission, cast.tom, state=S.ON_HOLD, hold_until=clock.today() + timedelta(days=40))
    karim = visit(cast.karim)
    for path in ("/", f"/missions/{mission.public_id}", address(mission)):
        assert "still wait" not in karim.get(path).text
    assert ticked(karim.get(address(mission))) == set()


@pytest.mark.parametrize("state", [S.ACCEPTED, S.PENDING_CLEARANCE])
def test_the_reserve_is_kept_until_the_place_is_certain(app, visit, cast, world, state):
    mission = world.mission()
    world.application(mission, cast.ines, state=state)
    reserve = world.application(mission, cast.tom)
    karim = visit(cast.karim)
    assert "One application to your missions awaits an answer." in karim.get("/").text
    for path in ("/", f"/missions/{mission.public_id}", address(mission)):
        assert "still wait" not in karim.get(path).text
    assert ticked(karim.get(address(mission))) == set()
    page = karim.get(f"/applications/{reserve.public_id}")
    refused = karim.submit(page, "/not-select", {"not_select-reason": "seat_filled"}, status=422)
    assert NOT_FILLED in refused.text
    with app.app_context():
        assert reserve.load().state is S.SUBMITTED


def test_the_reason_is_told_of_every_seat_of_the_mission(app, visit, cast, world):
    mission = world.mission()
    world.application(mission, cast.ines, state=S.CONFIRMED)
    application = world.application(mission, cast.tom)
    add_free_seat(app, mission)
    karim = visit(cast.karim)
    page = karim.get(f"/applications/{application.public_id}")
    refused = karim.submit(page, "/not-select", {"not_select-reason": "seat_filled"}, status=422)
    assert NOT_FILLED in refused.text
    with app.app_context():
        assert application.load().state is S.SUBMITTED


def test_a_reason_that_is_not_true_is_not_shown_before_it_is_sent(app, visit, cast, world):
    mission = world.mission()
    world.application(mission, cast.ines, state=S.CONFIRMED)
    application = world.application(mission, cast.tom)
    add_free_seat(app, mission)
    karim = visit(cast.karim)
    sent = {"batch-applications": f"{application.public_id}.1", "batch-reason": "seat_filled", "batch-text": "Kept."}
    page = karim.submit(karim.get(address(mission)), BATCH, sent, status=422)
    assert NOT_FILLED in page.text
    assert page.form(BATCH)["batch-text"] == "Kept."
    assert ticked(page) == {application.public_id}


def test_a_place_given_back_after_the_preview_stops_the_answer(app, visit, cast, filled):
    mission, others = filled
    karim = visit(cast.karim)
    everyone = {"batch-applications": [f"{one.public_id}.1" for one in others]}
    preview = karim.submit(karim.get(address(mission)), BATCH, everyone, status=200)
    add_free_seat(app, mission)
    assert NOT_FILLED in karim.submit(preview, BATCH, status=422).text
    with app.app_context():
        assert [one.load().state for one in others] == [S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED]


def test_home_leads_to_the_list_when_the_last_of_them_was_just_answered(app, cast):
    with app.test_request_context():
        (turn,) = duties.turns_of(cast.karim.person(), Waiting(candidates=1, others=1), 0)
    assert turn.href == "/applications/received"


def test_the_reason_must_be_true(app, visit, cast, world):
    mission = world.mission(places=2)
    application = world.application(mission, cast.tom)
    karim = visit(cast.karim)
    page = karim.get(f"/applications/{application.public_id}")
    refused = karim.submit(page, "/not-select", {"not_select-reason": "seat_filled"}, status=422)
    assert NOT_FILLED in refused.text
    with app.app_context():
        assert application.load().state is S.SUBMITTED


def test_the_talent_reads_the_reason(visit, cast, filled):
    mission, others = filled
    karim = visit(cast.karim)
    page = karim.get(address(mission))
    everyone = {"batch-applications": [f"{one.public_id}.1" for one in others]}
    karim.submit(karim.submit(page, BATCH, everyone, status=200), BATCH)
    text = visit(cast.tom).get(f"/applications/{others[0].public_id}").text
    assert "Every place is taken" in text
    assert "there were fewer places than people" in text


def test_in_french(visit, cast, filled):
    mission, _others = filled
    karim = visit(cast.karim, locale="fr")
    assert "3 candidatures attendent encore une réponse" in karim.get(address(mission)).text
    assert "Répondre aux autres" in karim.get(f"/missions/{mission.public_id}").links()
    assert "3 candidatures attendent encore une réponse" in karim.get("/").text
