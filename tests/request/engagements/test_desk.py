"""Procurement's desk: what an accepted offer opens, and the two answers."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.accounts.models import AccountRole, Role
from portal.applications.models import ApplicationState
from portal.core import clock
from portal.core.transaction import transaction
from portal.engagements.models import Engagement, EngagementState
from portal.extensions import db
from portal.missions.models import Seat
from portal.organization.models import Person
from tests.factories import week
from tests.mailbox import mails_written


def open_page(visitor, waiting):
    return visitor.get(f"/engagements/{waiting.public_id}")


def mails(app, event):
    with app.app_context():
        return [mail for mail in mails_written() if mail["event"] == event]


def test_an_accepted_offer_opens_an_engagement(app, cast, waiting):
    with app.app_context():
        found = db.session.get_one(Engagement, waiting.id)
        assert found.state is EngagementState.DRAFTED
        assert found.firm.name == "Cabinet Lisarde"
        assert (found.starts_on, found.ends_on) == (week(2), clock.week_end(week(7)))
        assert found.answer_due_on == clock.add_working_days(clock.today(), 5)
    (mail,) = mails(app, "engagements/opened")
    assert mail["to"] == "paul@merane.example"
    assert "620" not in mail["body"]


def test_the_desk_lists_what_waits_by_urgency(visit, cast, waiting):
    paul = visit(cast.paul)
    page = paul.get("/engagements")
    assert "Théo Lambert" in page.text
    assert "Cabinet Lisarde" in page.text
    assert next(text for text in page.links() if text.startswith("Engagements")) == "Engagements 1"
    assert paul.query_count <= 10
    assert "Nothing is settled yet" in paul.get("/engagements?show=settled").text


def test_an_empty_desk(visit, cast):
    assert "Nothing is waiting for you" in visit(cast.paul).get("/engagements").text
    assert "Rien ne vous attend" in visit(cast.paul, locale="fr").get("/engagements").text


def test_the_page_starts_from_the_known_rate_and_the_offer(visit, cast, waiting):
    paul = visit(cast.paul)
    page = open_page(paul, waiting)
    form = page.form("/approve")
    assert form["approve-daily_rate"] == "620.50"
    assert form["approve-starts_on"] == week(2).isoformat()
    assert "about 6 days, €3,723.00" in page.text
    assert paul.query_count <= 15
    french = open_page(visit(cast.paul, locale="fr"), waiting)
    assert french.form("/approve")["approve-daily_rate"] == "620,50"
    assert "Tarif journalier" in french.text


def test_confirming_confirms_the_seat(app, visit, cast, waiting, read):
    paul = visit(cast.paul)
    data = {"approve-daily_rate": "598,25", "approve-note": "Agreed by phone."}
    done = paul.submit(open_page(paul, waiting), "/approve", data)
    page = paul.get(done.location)
    assert "Engagement confirmed" in page.text
    assert "Agreed by phone." in page.text
    assert "€598.25" in page.text
    assert read(waiting, "daily_rate_cents") == 59825
    assert read(waiting, "decided_by_id") == cast.paul.id
    assert read(waiting, "application", "state") is ApplicationState.CONFIRMED
    assert read(waiting, "mission", "state").value == "staffed"
    told = {payload["to"].partition("@")[0] for payload in mails(app, "applications/confirmed_owner")}
    assert told == {"karim", "oscar"}
    assert "Théo Lambert" in paul.get("/engagements?show=settled").text


@pytest.mark.parametrize(
    ("data", "at"),
    [
        ({"approve-daily_rate": ""}, "approve-daily_rate"),
        ({"approve-daily_rate": "about 600"}, "approve-daily_rate"),
        ({"approve-daily_rate": "0"}, "approve-daily_rate"),
        ({"approve-daily_rate": "10000.01"}, "approve-daily_rate"),
        ({"approve-ends_on": "2020-01-01"}, "approve-ends_on"),
        ({"approve-starts_on": "someday"}, "approve-starts_on"),
    ],
)
def test_impossible_terms_say_where(visit, cast, waiting, read, data, at):
    paul = visit(cast.paul)
    page = paul.submit(open_page(paul, waiting), "/approve", {"approve-note": "Kept.", **data}, status=422)
    assert page.field_error(at)
    assert page.form("/approve")["approve-note"] == "Kept."
    assert read(waiting, "state") is EngagementState.DRAFTED


def test_rejecting_gives_the_place_back_and_says_why(app, visit, cast, waiting, read):
    paul = visit(cast.paul)
    page = open_page(paul, waiting)
    refused = paul.submit(page, "/reject", {"reject-text": "Next quarter."}, status=422)
    assert "Choose a reason." in refused.field_error("reject-reason")
    assert refused.form("/reject")["reject-text"] == "Next quarter."
    paul.submit(page, "/reject", {"reject-reason": "budget", "reject-text": "Next quarter."})
    assert read(waiting, "state") is EngagementState.REJECTED
    assert read(waiting, "application", "state") is ApplicationState.RELEASED
    with app.app_context():
        assert db.session.scalar(sa.select(Seat.taken)) == 0
    (mail,) = mails(app, "applications/released")
    assert "no budget could be set aside" in mail["body"]
    assert "Next quarter." in mail["body"]
    theo = visit(cast.theo).get(f"/applications/{waiting.application.public_id}")
    assert "Procurement could not confirm the contract" in theo.text
    assert mails(app, "engagements/cancelled") == []


def test_a_second_answer_comes_too_late(visit, cast, waiting):
    paul = visit(cast.paul)
    page = open_page(paul, waiting)
    paul.submit(page, "/approve")
    again = paul.submit(page, "/approve", status=409)
    assert "no longer possible" in again.text
    paul.submit(page, "/reject", {"reject-reason": "budget"}, status=409)


def test_a_stale_form_shows_the_fresh_state(app, visit, cast, waiting, read):
    paul = visit(cast.paul)
    page = open_page(paul, waiting)
    with app.app_context(), transaction() as session:
        session.get_one(Engagement, waiting.id).ends_on = week(9)
    refused = paul.submit(page, "/approve", status=409)
    assert "Someone changed this a moment ago" in refused.text
    assert read(waiting, "state") is EngagementState.DRAFTED


def test_withdrawing_cancels_what_procurement_had_to_do(app, visit, cast, waiting, read):
    theo = visit(cast.theo)
    theo.submit(theo.get(f"/applications/{waiting.application.public_id}"), "/withdraw")
    assert read(waiting, "state") is EngagementState.CANCELLED
    assert [payload["to"] for payload in mails(app, "engagements/cancelled")] == ["paul@merane.example"]


def test_the_talent_sees_whose_turn_it_is(visit, cast, waiting):
    page = visit(cast.theo).get(f"/applications/{waiting.application.public_id}")
    assert "Procurement confirms the contract" in page.text
    assert "Waiting for procurement" in page.text


@pytest.mark.parametrize("name", ["theo", "karim", "oscar", "helene", "nadia", "adele"])
def test_nobody_else_enters(visit, cast, waiting, name, read):
    visitor = visit(getattr(cast, name))
    visitor.get("/engagements", status=403)
    visitor.get(f"/engagements/{waiting.public_id}", status=403)
    token = visitor.token("/applications")
    for action in ("approve", "reject"):
        visitor.post(f"/engagements/{waiting.public_id}/{action}", {"csrf_token": token}, status=403)
    assert read(waiting, "state") is EngagementState.DRAFTED


def test_procurement_gets_a_404_for_a_missing_one(visit, cast):
    visit(cast.paul).get("/engagements/nothing", status=404)


def test_someone_who_owns_the_mission_does_not_decide(app, visit, cast, waiting, read):
    with app.app_context(), transaction() as session:
        account = session.get_one(Person, cast.karim.id).account
        account.role_rows.append(AccountRole(role=Role.PROCUREMENT))
    karim = visit(cast.karim)
    page = open_page(karim, waiting)
    assert "Someone else of procurement decides this one" in page.text
    token = karim.token("/applications")
    data = {
        "csrf_token": token,
        "approve-daily_rate": "600",
        "approve-starts_on": week(2).isoformat(),
        "approve-ends_on": week(3).isoformat(),
    }
    karim.post(f"/engagements/{waiting.public_id}/approve", data, status=403)
    assert read(waiting, "state") is EngagementState.DRAFTED


def test_an_engagement_of_centuries_is_refused_at_its_last_day(visit, cast, waiting):
    paul = visit(cast.paul)
    dates = {"approve-starts_on": "1901-01-01", "approve-ends_on": "2099-12-31"}
    page = paul.submit(open_page(paul, waiting), "/approve", dates, status=422)
    assert page.field_error("approve-ends_on") == "Keep it within two years."
    dates = {"approve-starts_on": "0001-01-01", "approve-ends_on": "9999-12-31"}
    page = paul.submit(open_page(paul, waiting), "/approve", dates, status=422)
    assert page.field_error("approve-ends_on") == "Check the year."
