"""From reading to an accepted offer."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.allocations.models import Authorization
from portal.applications.models import Application, ApplicationState, Offer
from portal.core import clock
from portal.core.audit import Event
from portal.engagements.models import Engagement
from portal.extensions import db
from portal.missions.models import Seat
from tests.factories import week

S = ApplicationState


def page_of(visitor, application):
    return visitor.get(f"/applications/{application.public_id}")


def test_reading_further_is_told_in_the_same_words(visit, cast, world, state_of, mails):
    mission = world.mission()
    first, second = world.application(mission, cast.ines), world.application(mission, cast.tom)
    karim = visit(cast.karim)
    karim.submit(page_of(karim, first), "/review")
    karim.submit(page_of(karim, second), "/shortlist")
    assert (state_of(first), state_of(second)) == ("in_review", "shortlisted")
    assert mails() == {("ines", "under_review"), ("tom", "under_review")}


def test_a_shortlist_after_a_review_tells_nobody(visit, cast, world, mails):
    application = world.application(world.mission(), cast.ines, state=S.IN_REVIEW)
    karim = visit(cast.karim)
    karim.submit(page_of(karim, application), "/shortlist")
    assert mails() == set()


def test_a_talent_never_learns_about_a_shortlist(visit, cast, world):
    reviewed = world.application(world.mission(), cast.ines, state=S.IN_REVIEW)
    listed = world.application(world.mission(), cast.ines, state=S.SHORTLISTED)
    ines = visit(cast.ines)
    for application in (reviewed, listed):
        page = page_of(ines, application)
        assert "Under review" in page.text
        assert "hortlist" not in page.html
    assert "hortlist" not in ines.get("/applications").html


def test_a_shortlist_leaves_no_trace_in_a_talents_forms_nor_in_their_order(visit, cast, world):
    first, second = (world.application(world.mission(), cast.ines, state=S.IN_REVIEW) for _ in range(2))
    ines, karim = visit(cast.ines), visit(cast.karim)
    before = page_of(ines, first).form("/withdraw")
    order = [address for address in ines.get("/applications").links().values() if "/applications/" in address]
    for application in (first, second):
        karim.submit(page_of(karim, application), "/shortlist")
        after = page_of(ines, first).form("/withdraw")
        assert after["withdraw-version"] == before["withdraw-version"] == ""
        now = [address for address in ines.get("/applications").links().values() if "/applications/" in address]
        assert now == order


def test_other_candidates_are_nowhere_on_a_talents_page(visit, cast, world):
    mission = world.mission(places=2)
    mine = world.application(mission, cast.ines, state=S.OFFERED)
    world.application(mission, cast.tom, state=S.OFFERED)
    page = page_of(visit(cast.ines), mine)
    assert "Lefèvre" not in page.html
    assert "Tom" not in page.text


def test_on_hold_needs_a_day_to_come(visit, cast, world, state_of, mails):
    application = world.application(world.mission(), cast.ines)
    karim = visit(cast.karim)
    page = page_of(karim, application)
    past = clock.today().isoformat()
    refused = karim.submit(page, "/hold", {"hold-until": past}, status=422)
    assert "within the next three months" in refused.field_error("hold-until")
    assert refused.form("/hold")["hold-until"] == past
    until = clock.add_working_days(clock.today(), 8)
    karim.submit(page, "/hold", {"hold-until": until.isoformat()})
    assert state_of(application) == "on_hold"
    assert ("ines", "on_hold") in mails()
    assert "On hold until" in page_of(visit(cast.ines), application).text


@pytest.fixture
def shortlisted(world, cast):
    """Inès, shortlisted for a seat of one place."""
    return world.application(world.mission(co_owner=cast.oscar), cast.ines, state=S.SHORTLISTED)


def offer(visitor, application, status=303, **fields):
    data = {f"offer-{name}": value for name, value in fields.items()}
    return visitor.submit(page_of(visitor, application), "/offer", {"offer-why": "She knows.", **data}, status=status)


def test_an_offer_starts_from_the_seat_and_is_told(app, visit, cast, shortlisted, state_of, mails):
    offer(visit(cast.karim), shortlisted, message="Join us.")
    assert state_of(shortlisted) == "offered"
    with app.app_context():
        made = db.session.get_one(Offer, shortlisted.id)
        assert (made.percent, made.first_week, made.last_week) == (20, week(2), week(7))
        assert made.answer_due_on == clock.add_working_days(clock.today(), 5)
        assert (made.message, made.why, made.by_id) == ("Join us.", "She knows.", cast.karim.id)
    assert mails() == {("ines", "offered"), ("oscar", "offer_made")}


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"percent": "23"}, "offer-percent"),
        ({"percent": "105"}, "offer-percent"),
        ({"percent": "lots"}, "offer-percent"),
        ({"first_week": week(5).isoformat(), "last_week": week(3).isoformat()}, "offer-last_week"),
        ({"why": " "}, "offer-why"),
    ],
)
def test_an_impossible_offer_says_where(visit, cast, shortlisted, state_of, fields, at):
    page = offer(visit(cast.karim), shortlisted, status=422, message="Kept.", **fields)
    assert page.field_error(at)
    assert page.form("/offer")["offer-message"] == "Kept."
    assert state_of(shortlisted) == "shortlisted"


def test_the_pilots_rules_hold(visit, cast, world, state_of):
    mission = world.mission(pilot=world.pilot(max_percent=20, max_weeks=8))
    application = world.application(mission, cast.ines, state=S.SHORTLISTED)
    karim = visit(cast.karim)
    assert "The rules of the pilot" in page_of(karim, application).text
    assert offer(karim, application, 422, percent="25").field_error("offer-percent")
    assert offer(karim, application, 422, last_week=week(12).isoformat()).field_error("offer-last_week")
    offer(karim, application)
    assert state_of(application) == "offered"


def test_no_more_offers_than_places(visit, cast, world, state_of):
    mission = world.mission(places=1)
    world.application(mission, cast.tom, state=S.OFFERED)
    application = world.application(mission, cast.ines, state=S.SHORTLISTED)
    karim = visit(cast.karim)
    page = page_of(karim, application)
    assert "taken or already offered" in page.text
    data = {"offer-percent": "20", "offer-first_week": week(2).isoformat(), "offer-last_week": week(7).isoformat()}
    token = next(page.find("input", name="csrf_token")).attrib["value"]
    karim.post(
        f"/applications/{application.public_id}/offer",
        {**data, "offer-why": "Now.", "csrf_token": token},
        status=409,
    )
    assert state_of(application) == "shortlisted"


def test_a_stale_form_shows_the_fresh_state(visit, cast, shortlisted, state_of):
    karim, oscar = visit(cast.karim), visit(cast.oscar)
    stale = page_of(oscar, shortlisted)
    offer(karim, shortlisted)
    refused = oscar.submit(stale, "/not-select", {"not_select-reason": "skills"}, status=409)
    assert "Someone changed this a moment ago" in refused.text
    assert "Offer made" in refused.text
    assert state_of(shortlisted) == "offered"


def test_accepting_takes_the_place_and_opens_the_clearance(app, visit, cast, world, state_of, mails):
    employee = world.application(world.mission(), cast.ines, state=S.OFFERED)
    external = world.application(world.mission(), cast.sofia, state=S.OFFERED)
    for someone, application in ((cast.ines, employee), (cast.sofia, external)):
        talent = visit(someone)
        talent.submit(page_of(talent, application), "/accept")
        assert state_of(application) == "pending_clearance"
    with app.app_context():
        assert db.session.scalars(sa.select(Seat.taken)).all() == [1, 1]
        assert db.session.scalars(sa.select(Authorization.person_id)).all() == [cast.ines.id]
        assert db.session.scalars(sa.select(Engagement.person_id)).all() == [cast.sofia.id]
    told = mails()
    assert {("karim", "accepted"), ("ines", "waiting_for_clearance"), ("paul", "opened")} <= told


def test_the_others_stay_in_reserve_when_the_last_place_goes(visit, cast, world, state_of, mails):
    mission = world.mission(places=1)
    accepted = world.application(mission, cast.ines, state=S.OFFERED)
    waiting = world.application(mission, cast.tom, state=S.IN_REVIEW)
    world.application(mission, cast.lea, state=S.WITHDRAWN)
    ines = visit(cast.ines)
    ines.submit(page_of(ines, accepted), "/accept")
    assert state_of(waiting) == "in_review"
    assert {who for who, event in mails() if event == "reserve"} == {"tom"}


def test_accepting_twice_or_too_late(visit, cast, world, state_of):
    mission = world.mission(places=1)
    mine = world.application(mission, cast.ines, state=S.OFFERED)
    ines = visit(cast.ines)
    page = page_of(ines, mine)
    ines.submit(page, "/accept")
    assert "no longer possible" in ines.submit(page, "/accept", status=409).text
    late = world.application(mission, cast.tom, state=S.OFFERED)
    tom = visit(cast.tom)
    refused = tom.submit(page_of(tom, late), "/accept", status=409)
    assert "Your offer stays in reserve" in refused.text
    assert state_of(late) == "offered"


def test_declining_needs_a_reason_that_the_owner_reads(app, visit, cast, world, state_of, mails):
    application = world.application(world.mission(), cast.ines, state=S.OFFERED)
    ines = visit(cast.ines)
    page = page_of(ines, application)
    refused = ines.submit(page, "/decline", {"decline-text": "Sorry."}, status=422)
    assert "Choose a reason." in refused.field_error("decline-reason")
    assert refused.form("/decline")["decline-text"] == "Sorry."
    ines.submit(page, "/decline", {"decline-reason": "workload", "decline-text": "Sorry."})
    assert state_of(application) == "declined"
    assert mails() == {("karim", "declined")}
    assert "Their workload does not allow it. Sorry." in page_of(visit(cast.karim), application).text
    with app.app_context():
        event = db.session.scalars(sa.select(Event).where(Event.action == "decline")).one()
        assert (event.reason_code, event.text) == ("workload", "Sorry.")


@pytest.mark.parametrize("action", ["accept", "decline", "withdraw"])
def test_nobody_answers_for_someone_else(visit, cast, world, action):
    application = world.application(world.mission(), cast.ines, state=S.OFFERED)
    address = f"/applications/{application.public_id}/{action}"
    karim, tom = visit(cast.karim), visit(cast.tom)
    data = {"decline-reason": "workload"}
    karim.post(address, {**data, "csrf_token": karim.token("/applications")}, status=403)
    tom.post(address, {**data, "csrf_token": tom.token("/applications")}, status=404)


@pytest.mark.parametrize("action", ["review", "shortlist", "hold", "offer", "not-select"])
def test_only_those_who_own_the_mission_choose(visit, cast, world, action, state_of):
    application = world.application(world.mission(), cast.ines)
    data = {
        "hold-until": clock.add_working_days(clock.today(), 3).isoformat(),
        "not_select-reason": "skills",
        "offer-percent": "20",
        "offer-first_week": week(2).isoformat(),
        "offer-last_week": week(7).isoformat(),
        "offer-why": "Me.",
    }
    for someone, status in ((cast.ines, 403), (cast.helene, 403), (cast.tom, 404), (cast.nadia, 404)):
        visitor = visit(someone)
        token = visitor.token("/applications")
        visitor.post(f"/applications/{application.public_id}/{action}", {**data, "csrf_token": token}, status=status)
    assert state_of(application) == "submitted"


def test_withdrawing_gives_the_place_back(app, visit, cast, world, state_of, mails):
    mission = world.mission(places=1)
    application = world.application(mission, cast.ines, state=S.CONFIRMED)
    world.application(mission, cast.tom)
    ines = visit(cast.ines)
    ines.submit(page_of(ines, application), "/withdraw", {"withdraw-text": "My team needs me."})
    assert state_of(application) == "withdrawn"
    with app.app_context():
        assert db.session.scalar(sa.select(Seat.taken)) == 0
        assert db.session.get_one(Application, application.id).changed_at
    assert ("karim", "withdrawn") in mails()
