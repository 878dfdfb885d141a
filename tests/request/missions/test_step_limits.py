"""What holds a step of a mission's life back: its rules, its pilot, its state, who asks."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Brief, MissionState

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


def test_too_many_words_are_kept_and_refused(visit, cast, submitted):
    words = "a" * 4001
    page = do(visit(cast.helene), submitted, "request-changes", {"request_changes-text": words}, status=422)
    assert page.form("/request-changes")["request_changes-text"] == words


def test_a_sponsor_does_not_validate_outside_their_pilots(visit, cast, submitted, state_of):
    force(visit(cast.simone), submitted, "publish", status=404)
    assert state_of(submitted) == "submitted"


def test_nobody_validates_their_own_mission(visit, cast, world, state_of):
    for owners in ({"owner": cast.helene}, {"co_owner": cast.helene}):
        mission = world.mission(state=S.SUBMITTED, **owners)
        assert "/publish" not in visit(cast.helene).get(f"/missions/{mission.public_id}").html
        force(visit(cast.helene), mission, "publish", status=403)
        assert state_of(mission) == "submitted"


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


STEPS = ("submit", "publish", "request-changes", "start", "complete", "close", "cancel", "pause", "resume", "accepting")


@pytest.mark.parametrize("name", STEPS)
def test_strangers_cannot_tell_it_from_a_missing_one(visit, cast, draft, name):
    force(visit(cast.oscar), draft, name, status=404)
    oscar = visit(cast.oscar)
    data = {"csrf_token": oscar.token("/missions")}
    oscar.post(f"/missions/{'A' * 22}/{name}", data, status=404)


def test_human_resources_cancel_and_both_owners_are_told(visit, cast, world, mails):
    mission = world.mission(co_owner=cast.claire)
    do(visit(cast.helene), mission, "cancel", {"cancel-text": "It is done elsewhere."})
    assert mails() == [("claire", "cancelled"), ("karim", "cancelled")]


def test_asking_twice_for_the_same_changes_nothing_more(visit, cast, world, events_of):
    mission = world.mission()
    karim = visit(cast.karim)
    for version in ("1", "2"):
        force(karim, mission, "accepting", {"accepting-accepting": "no", "accepting-version": version}, status=303)
    assert [event[0] for event in events_of(mission)] == ["applications_closed"]


def test_the_other_owner_of_an_untitled_draft_is_told_in_whole_sentences(app, visit, cast, world):
    mission = world.mission(state=S.DRAFT, co_owner=cast.claire, title_fr="", title_en="")
    do(visit(cast.karim), mission, "cancel")
    with app.app_context():
        mail = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail")).one().payload
    assert mail["subject"] == "“Mission without a title” is cancelled"
    assert mail["body"].startswith("Karim Haddad cancelled the mission “Mission without a title”.\n\nIts history")
