"""The steps of a mission's life: who makes them, from where, who is told, and what a refusal keeps."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Brief, MissionState
from portal.pilots.models import PilotState

S = MissionState


def do(browser, mission, name, data=None, *, status=303):
    """Press a button of the mission's page."""
    page = browser.get(f"/missions/{mission.public_id}")
    return browser.submit(page, f"/{mission.public_id}/{name}", data, status=status)


def force(browser, mission, name, data=None, *, status):
    """Send a step that no button offers."""
    data = {"csrf_token": browser.token("/missions"), **(data or {})}
    return browser.post(f"/missions/{mission.public_id}/{name}", data, status=status)


@pytest.fixture
def draft(world, cast):
    return world.mission(state=S.DRAFT, co_owner=cast.claire)


@pytest.fixture
def submitted(world, cast):
    return world.mission(state=S.SUBMITTED, co_owner=cast.claire)


def test_the_way_of_a_mission_from_draft_to_closed(visit, cast, draft, state_of, mails, indexed, events_of):
    karim, helene = visit(cast.karim), visit(cast.helene)
    do(karim, draft, "submit")
    assert mails() == [("claire", "submitted_owner"), ("helene", "submitted")]
    do(helene, draft, "publish")
    assert {("claire", "published"), ("karim", "published")} <= set(mails())
    for name in ("start", "complete", "close"):
        do(karim, draft, name)
    assert state_of(draft) == "closed"
    assert [event[:3] for event in events_of(draft)] == [
        ("submit", "draft", "submitted"),
        ("publish", "submitted", "published"),
        ("start", "published", "in_progress"),
        ("complete", "in_progress", "completed"),
        ("close", "completed", "closed"),
    ]
    assert indexed(draft) == 5


def test_what_happened_and_who_was_told_is_said(visit, cast, draft):
    karim, helene = visit(cast.karim), visit(cast.helene)
    assert "Those who validate it were told" in karim.get(do(karim, draft, "submit").location).text
    told = helene.get(do(helene, draft, "publish").location).text
    assert "A message was sent to Karim Haddad and Claire Dubreuil." in told


def test_publication_is_dated_once(app, visit, cast, submitted):
    do(visit(cast.helene), submitted, "publish")
    with app.app_context():
        assert submitted.load().published_at is not None


def test_changes_are_asked_for_with_words_that_the_owner_reads(visit, cast, submitted, state_of, mails):
    do(visit(cast.helene), submitted, "request-changes", {"request_changes-text": "Say how many sites."})
    assert state_of(submitted) == "changes_requested"
    assert mails() == [("claire", "changes_requested"), ("karim", "changes_requested")]
    page = visit(cast.karim).get(f"/missions/{submitted.public_id}")
    assert "Hélène Roy asks for changes before publication:" in page.text
    assert "Say how many sites." in page.text
    do(visit(cast.claire), submitted, "submit")
    assert state_of(submitted) == "submitted"


def test_changes_without_words_are_refused_in_place(visit, cast, submitted, state_of, mails):
    page = do(visit(cast.helene), submitted, "request-changes", {"request_changes-text": "  "}, status=422)
    assert "Say what to change" in page.field_error("request_changes-text")
    assert any("open" in element.attrib for element in page.find("details", class_="disclosure"))
    assert (state_of(submitted), mails()) == ("submitted", [])


def test_too_many_words_are_kept_and_refused(visit, cast, submitted):
    words = "a" * 4001
    page = do(visit(cast.helene), submitted, "request-changes", {"request_changes-text": words}, status=422)
    assert page.form("/request-changes")["request_changes-text"] == words


def test_the_sponsor_of_its_pilot_validates_too(visit, cast, world, state_of):
    mission = world.mission(state=S.SUBMITTED, co_owner=cast.claire, pilot=world.pilot())
    do(visit(cast.simone), mission, "publish")
    assert state_of(mission) == "published"


def test_a_sponsor_does_not_validate_outside_their_pilots(visit, cast, submitted, state_of):
    force(visit(cast.simone), submitted, "publish", status=404)
    assert state_of(submitted) == "submitted"


def test_nobody_validates_their_own_mission(visit, cast, world, state_of):
    for owners in ({"owner": cast.helene}, {"co_owner": cast.helene}):
        mission = world.mission(state=S.SUBMITTED, **owners)
        assert "/publish" not in visit(cast.helene).get(f"/missions/{mission.public_id}").html
        force(visit(cast.helene), mission, "publish", status=403)
        assert state_of(mission) == "submitted"


def test_the_rules_of_the_time_stay_with_the_decision(app, visit, cast, world):
    pilot = world.pilot()
    mission = world.mission(state=S.SUBMITTED, co_owner=cast.claire, pilot=pilot)
    do(visit(cast.simone), mission, "publish")
    with app.app_context():
        event = db.session.scalars(sa.select(Event).where(Event.action == "publish")).one()
        assert event.rules_id == pilot.load().current_rules.id


@pytest.mark.parametrize("empty", ["objective", "deliverables"])
def test_an_incomplete_mission_is_not_submitted(app, visit, cast, draft, state_of, mails, empty):
    with app.app_context(), transaction():
        brief = db.session.get_one(Brief, draft.id)
        setattr(brief, f"{empty}_fr", "")
        setattr(brief, f"{empty}_en", "")
    page = do(visit(cast.karim), draft, "submit", status=422)
    assert "The mission is not complete yet" in page.text
    assert f"/missions/{draft.public_id}/edit?check=1" in page.links().values()
    assert (state_of(draft), mails()) == ("draft", [])


def test_a_mission_without_a_place_is_not_submitted(app, visit, cast, draft):
    with app.app_context(), transaction():
        draft.load().seats = []
    assert "Describe at least one place." in do(visit(cast.karim), draft, "submit", status=422).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"percent": 40}, "The pilot allows 20% of a week at most."),
        ({"last": 30}, "The pilot allows 8 weeks at most, and this takes 29."),
        ({"first": 24, "last": 27}, "The pilot ends before this week: stay within its dates."),
    ],
)
def test_the_rules_of_the_pilot_are_said_in_words(visit, cast, world, fields, sentence):
    pilot = world.pilot()
    mission = world.mission(state=S.DRAFT, co_owner=cast.claire, pilot=pilot, **fields)
    page = do(visit(cast.karim), mission, "submit", status=422)
    assert sentence in page.text


def test_a_pilot_that_stopped_meanwhile_stops_the_publication(app, visit, cast, world, state_of):
    pilot = world.pilot()
    mission = world.mission(state=S.SUBMITTED, co_owner=cast.claire, pilot=pilot)
    with app.app_context(), transaction():
        pilot.load().state = PilotState.STOPPED
    page = do(visit(cast.helene), mission, "publish", status=422)
    assert "This pilot is not running: choose another one, or none." in page.text
    assert state_of(mission) == "submitted"


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("submit", S.SUBMITTED),
        ("submit", S.PUBLISHED),
        ("start", S.DRAFT),
        ("start", S.IN_PROGRESS),
        ("complete", S.PUBLISHED),
        ("close", S.IN_PROGRESS),
        ("cancel", S.COMPLETED),
        ("accepting", S.IN_PROGRESS),
    ],
)
def test_a_step_from_elsewhere_shows_the_present_state(visit, cast, world, state_of, name, state):
    mission = world.mission(state=state, co_owner=cast.claire)
    data = {f"{name}-text": "Because.", f"{name}-accepting": "no"}
    page = force(visit(cast.karim), mission, name, data, status=409)
    assert "Map the customer data" in page.text
    assert state_of(mission) == state.value


def test_publishing_twice_is_refused_the_second_time(visit, cast, submitted):
    first, second = visit(cast.helene), visit(cast.helene)
    page = second.get(f"/missions/{submitted.public_id}")
    do(first, submitted, "publish")
    late = second.submit(page, "/publish", status=409)
    assert "Open" in late.text


def test_a_mission_edited_since_it_was_read_is_not_published_unread(app, visit, cast, submitted, state_of):
    helene = visit(cast.helene)
    page = helene.get(f"/missions/{submitted.public_id}")
    with app.app_context(), transaction():
        submitted.load().place = "Lyon"
    assert "Someone changed this a moment ago." in helene.submit(page, "/publish", status=409).text
    assert state_of(submitted) == "submitted"


STEPS = ("submit", "publish", "request-changes", "start", "complete", "close", "cancel", "accepting")


@pytest.mark.parametrize("name", STEPS)
def test_strangers_cannot_tell_it_from_a_missing_one(visit, cast, draft, name):
    force(visit(cast.oscar), draft, name, status=404)
    oscar = visit(cast.oscar)
    data = {"csrf_token": oscar.token("/missions")}
    oscar.post(f"/missions/{'A' * 22}/{name}", data, status=404)


@pytest.mark.parametrize("name", STEPS)
def test_a_reader_of_a_published_mission_moves_nothing(visit, cast, world, state_of, name):
    mission = world.mission()
    key = name.replace("-", "_")
    force(visit(cast.oscar), mission, name, {f"{key}-text": "Because."}, status=403)
    force(visit(cast.sofia), mission, name, {f"{key}-text": "Because."}, status=403)
    assert state_of(mission) == "published"


def test_a_published_mission_is_cancelled_with_a_reason(visit, cast, world, state_of, mails):
    mission = world.mission(co_owner=cast.claire)
    karim = visit(cast.karim)
    page = do(karim, mission, "cancel", {"cancel-text": ""}, status=422)
    assert "Say why" in page.field_error("cancel-text")
    do(karim, mission, "cancel", {"cancel-text": "The budget went elsewhere."})
    assert state_of(mission) == "cancelled"
    assert mails() == [("claire", "cancelled")]
    assert "The budget went elsewhere." in visit(cast.claire).get(f"/missions/{mission.public_id}").text


def test_human_resources_cancel_and_both_owners_are_told(visit, cast, world, mails):
    mission = world.mission(co_owner=cast.claire)
    do(visit(cast.helene), mission, "cancel", {"cancel-text": "It is done elsewhere."})
    assert mails() == [("claire", "cancelled"), ("karim", "cancelled")]


def test_a_draft_is_cancelled_without_a_word(visit, cast, draft, state_of):
    do(visit(cast.karim), draft, "cancel")
    assert state_of(draft) == "cancelled"


def test_applications_are_closed_and_opened_again(visit, cast, world, events_of):
    mission = world.mission()
    karim = visit(cast.karim)
    assert "Take no more applications" in karim.get(f"/missions/{mission.public_id}").text
    page = karim.get(do(karim, mission, "accepting").location)
    assert "The mission takes no more applications. Those already sent stay." in page.text
    assert "Takes no applications" in visit(cast.ines).get("/missions").text
    do(karim, mission, "accepting")
    assert [event[0] for event in events_of(mission)] == ["applications_closed", "applications_opened"]


def test_asking_twice_for_the_same_changes_nothing_more(visit, cast, world, events_of):
    mission = world.mission()
    karim = visit(cast.karim)
    for _time in range(2):
        force(karim, mission, "accepting", {"accepting-accepting": "no"}, status=303)
    assert [event[0] for event in events_of(mission)] == ["applications_closed"]


@pytest.mark.parametrize(("locale", "said"), [("fr", "La mission est soumise."), ("en", "The mission is submitted.")])
def test_in_both_languages(visit, cast, draft, locale, said):
    karim = visit(cast.karim, locale=locale)
    assert said in karim.get(do(karim, draft, "submit").location).text
