"""Asking someone to think of a place: who may, whom, how often, and what they answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.applications.models import Application, Invitation
from portal.applications.models import ApplicationState as S
from portal.core import clock, worker
from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Audience, MissionState

WORDS = {"invite-message": "You mapped these flows last year."}


def invite(visitor, person, data=None, *, status=303):
    page = visitor.get(f"/talents/{person.public_id}/invite")
    return visitor.submit(page, "/invite", {**WORDS, **(data or {})}, status=status)


@pytest.fixture
def only(app):
    """The one application there is, as (id, state)."""

    def read():
        with app.app_context():
            return db.session.scalars(sa.select(Application)).one()

    return read


def test_the_owner_invites_from_a_profile(app, visit, cast, world, mails, only):
    world.mission(co_owner=cast.claire)
    karim = visit(cast.karim)
    profile = karim.get(f"/talents/{cast.ines.public_id}")
    assert "Nobody invited Inès in the last 30 days." in profile.text
    assert profile.links()["Invite Inès"] == f"/talents/{cast.ines.public_id}/invite"
    done = invite(karim, cast.ines)
    page = karim.get(done.location)
    assert "Your invitation was sent to Inès Carvalho." in page.text
    assert "You mapped these flows last year." in page.text
    assert only().state is S.INVITED
    assert mails() == {("ines", "invited"), ("claire", "invited_owner")}
    with app.app_context():
        event = db.session.scalars(sa.select(Event).where(Event.action == "invite")).one()
        assert (event.actor_id, event.to_state) == (cast.karim.id, "invited")


@pytest.mark.parametrize(
    ("locale", "words"), [("en", "Karim Haddad thought of you"), ("fr", "Karim Haddad a pensé à vous")]
)
def test_the_person_invited_reads_it_in_their_language(visit, cast, world, only, locale, words):
    world.mission()
    invite(visit(cast.karim), cast.ines)
    ines = visit(cast.ines, locale=locale)
    page = ines.get(f"/applications/{only().public_id}")
    assert words in page.text
    assert "You mapped these flows last year." in page.text


def test_saying_yes_makes_a_candidate_with_a_reply_clock(app, visit, cast, world, mails, only):
    world.mission()
    invite(visit(cast.karim), cast.ines)
    ines = visit(cast.ines)
    assert "You are invited to a mission: say whether it interests you." in ines.get("/").text
    page = ines.get(f"/applications/{only().public_id}")
    done = ines.submit(page, "/take-up", {"take_up-message": "Gladly."})
    assert "You are a candidate now" in ines.get(done.location).text
    assert {("ines", "received"), ("karim", "taken_up")} <= mails()
    assert only().state is S.SUBMITTED
    assert only().answer_due_on > clock.today()
    assert "You are invited to a mission" not in ines.get("/").text
    path = visit(cast.karim).get(f"/applications/{only().public_id}").text
    assert "Inès Carvalho was invited" in path
    assert "Inès Carvalho applied" in path


def test_saying_no_carries_a_reason_that_the_owner_reads(visit, cast, world, mails, only):
    world.mission()
    karim = visit(cast.karim)
    invite(karim, cast.ines)
    ines = visit(cast.ines)
    page = ines.get(f"/applications/{only().public_id}")
    refused = ines.submit(page, "/turn-down", {"turn_down-text": "Kept."}, status=422)
    assert "Choose a reason." in refused.text
    ines.submit(refused, "/turn-down", {"turn_down-reason": "workload"})
    assert only().state is S.DECLINED
    assert ("karim", "turned_down") in mails()
    assert "Their workload does not allow it. Kept." in karim.get(f"/applications/{only().public_id}").text
    ines.post(f"/applications/{only().public_id}/take-up", {"csrf_token": ines.token("/applications")}, status=409)


def test_an_unanswered_invitation_lapses(app, visit, cast, world, mails, only):
    world.mission()
    invite(visit(cast.karim), cast.ines)
    with app.app_context():
        worker.do_chores()
        assert only().state is S.INVITED
        due = only().answer_due_on
    with clock.at(clock.now() + (due - clock.today()) + timedelta(days=1)), app.app_context():
        worker.do_chores()
        worker.do_chores()
    assert only().state is S.LAPSED
    assert {("ines", "lapsed"), ("karim", "lapsed_owner")} <= mails()
    assert "The invitation lapsed without an answer" in visit(cast.ines).get(f"/applications/{only().public_id}").text


def test_the_mission_ends_before_the_answer(visit, cast, world, mails, only):
    mission = world.mission()
    karim = visit(cast.karim)
    invite(karim, cast.ines)
    karim.submit(karim.get(f"/missions/{mission.public_id}"), "/cancel", {"cancel-text": "No budget."})
    assert only().state is S.LAPSED
    assert ("ines", "called_off") in mails()


def solicit(app, cast, world, person, times):
    for _ in range(times):
        mission = world.mission(owner=cast.dora)
        application = world.application(mission, person, state=S.INVITED, answer_due_on=clock.today())
        with app.app_context(), transaction() as session:
            session.add(Invitation(application_id=application.id, by_id=cast.dora.id, message="Come.", reason=""))


def test_someone_asked_often_is_not_asked_again_without_a_reason(app, visit, cast, world, only):
    solicit(app, cast, world, cast.ines, 3)
    mission = world.mission()
    karim = visit(cast.karim)
    profile = karim.get(f"/talents/{cast.ines.public_id}")
    assert "Invited 3 times in the last 30 days. Much solicited" in profile.text
    refused = invite(karim, cast.ines, status=422)
    assert "They are asked often" in refused.text
    karim.submit(refused, "/invite", {"invite-reason": "Nobody else knows this tool."})
    with app.app_context():
        invitation = db.session.scalars(sa.select(Invitation).where(Invitation.by_id == cast.karim.id)).one()
        assert invitation.reason == "Nobody else knows this tool."
        assert invitation.application.mission_id == mission.id


def test_what_was_asked_long_ago_does_not_count(app, visit, cast, world):
    with clock.at(clock.now() - timedelta(days=31)):
        solicit(app, cast, world, cast.ines, 3)
    world.mission()
    invite(visit(cast.karim), cast.ines)


def test_someone_on_pause_cannot_be_invited_and_why_is_not_said(visit, cast, world):
    world.mission()
    karim = visit(cast.karim)
    page = karim.get(f"/talents/{cast.ines.public_id}/invite")
    world.pause(cast.ines, -1, 5, note="Surgery")
    late = karim.submit(page, "/invite", WORDS, status=409)
    assert "This person cannot be invited at the moment." in late.text
    assert "You mapped these flows last year." in late.text
    assert "pause" not in late.text.lower()
    assert "Surgery" not in late.text


def test_one_live_application_for_a_person_and_a_mission(app, visit, cast, world):
    mission = world.mission(places=2)
    karim = visit(cast.karim)
    page = karim.get(f"/talents/{cast.ines.public_id}/invite")
    world.application(mission, cast.ines)
    late = karim.submit(page, "/invite", WORDS, status=409)
    assert "This person is already a candidate for this mission, or invited to it." in late.text
    karim.get(f"/talents/{cast.ines.public_id}/invite", status=404)


def test_a_double_click_makes_one_invitation(app, visit, cast, world):
    world.mission()
    karim = visit(cast.karim)
    page = karim.get(f"/talents/{cast.ines.public_id}/invite")
    first = karim.submit(page, "/invite", WORDS)
    second = karim.submit(page, "/invite", WORDS)
    assert first.location == second.location
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Invitation)) == 1


def test_places_that_cannot_be_asked_for_are_not_offered(visit, cast, world):
    world.mission(audience=Audience.EXTERNALS)
    world.mission(state=MissionState.IN_PROGRESS)
    world.mission(accepts_applications=False)
    world.mission(closes_on=clock.today() - timedelta(days=1))
    world.application(world.mission(places=1), cast.tom, state=S.CONFIRMED)
    karim = visit(cast.karim)
    karim.get(f"/talents/{cast.ines.public_id}/invite", status=404)
    assert "Invite Inès" not in karim.get(f"/talents/{cast.ines.public_id}").links()
    assert "Invite Sofia" in karim.get(f"/talents/{cast.sofia.public_id}").links()


def test_a_place_taken_meanwhile_is_said(visit, cast, world):
    mission = world.mission()
    karim = visit(cast.karim)
    page = karim.get(f"/talents/{cast.ines.public_id}/invite")
    world.application(mission, cast.tom, state=S.CONFIRMED)
    assert "This place takes nobody at the moment." in karim.submit(page, "/invite", WORDS, status=409).text


def test_only_those_who_own_the_mission_invite(visit, cast, world):
    mission = world.mission()
    seat = world.seat_of(mission)
    data = {**WORDS, "invite-seat": seat.public_id}
    for someone, status in ((cast.tom, 403), (cast.helene, 403), (cast.sofia, 403)):
        visitor = visit(someone)
        token = {"csrf_token": visitor.token("/applications")}
        visitor.post(f"/talents/{cast.ines.public_id}/invite", {**data, **token}, status=status)
    visit(cast.tom).get(f"/talents/{cast.ines.public_id}/invite", status=404)
    visit(cast.tom).get(f"/missions/{mission.public_id}/invite", status=404)
    visit(cast.helene).get(f"/missions/{mission.public_id}/invite", status=403)


def test_a_draft_of_others_is_not_there(visit, cast, world):
    seat = world.seat_of(world.mission(state=MissionState.DRAFT))
    tom = visit(cast.tom)
    data = {**WORDS, "invite-seat": seat.public_id, "csrf_token": tom.token("/applications")}
    tom.post(f"/talents/{cast.ines.public_id}/invite", data, status=404)


def test_the_ways_to_look_for_people(visit, cast, world, only):
    skill = world.skill("Data mapping")
    mission = world.mission(skills=((skill, 3),), audience=Audience.EMPLOYEES)
    karim = visit(cast.karim)
    invite(karim, cast.ines)
    links = karim.get(f"/missions/{mission.public_id}/applications").links()
    page = karim.get(links["Invite people"])
    href = next(href for text, href in page.links().items() if text.startswith("Look for people"))
    assert "kind=talent" in href
    assert "contract=employee" in href
    assert f"{skill.public_id}%3A3" in href or f"{skill.public_id}:3" in href
    assert "Inès Carvalho" in page.text
    karim.get(href)


def test_the_owner_reads_nothing_more_of_who_is_only_invited(visit, cast, world, only):
    """What a profile shows to owners alone opens with an application, not with an invitation."""
    world.mission()
    world.profile(cast.ines, availability_share=40, availability_circle="owners")
    karim = visit(cast.karim)
    invite(karim, cast.ines)
    assert "does not show you when they are free" in karim.get(f"/applications/{only().public_id}").text


def test_the_pages_are_read_in_few_statements(visit, cast, world):
    skills = [world.skill(f"Skill {number}") for number in range(4)]
    mission = world.mission(places=5, skills=tuple((skill, 2) for skill in skills))
    for someone in (cast.tom, cast.lea, cast.jade):
        invite(visit(cast.karim), someone)
    karim = visit(cast.karim)
    for path in (f"/missions/{mission.public_id}/invite", f"/talents/{cast.ines.public_id}/invite"):
        karim.get(path)
        assert karim.query_count <= 12


def test_a_paused_mission_makes_the_invitation_wait(app, visit, cast, world, only):
    mission = world.mission()
    invite(visit(cast.karim), cast.ines)
    ines = visit(cast.ines)
    page = ines.get(f"/applications/{only().public_id}")
    with app.app_context(), transaction():
        found = mission.load()
        found.state, found.paused_from = MissionState.PAUSED, MissionState.PUBLISHED
    assert "The mission is paused." in ines.submit(page, "/take-up", status=409).text
    with clock.at(clock.now() + timedelta(days=40)), app.app_context():
        worker.do_chores()
    assert only().state is S.INVITED
