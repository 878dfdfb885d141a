"""Granted time goes back to the team: some weeks of it, or for good with notice; and is given again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
import sqlalchemy as sa

from portal.allocations.capacity import CapacityExceeded
from portal.allocations.models import Authorization
from portal.allocations.recalling import services as recalling
from portal.allocations.recalling.models import Recall
from portal.allocations.recalling.workflow import RECALL
from portal.applications.services import withdraw_application
from portal.core import clock, worker
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.extensions import db
from tests.factories import week
from tests.threads import in_threads

MONDAY = datetime(2026, 3, 16, 9, tzinfo=UTC)
WHY = {"reason": "workload", "text": "The audit was moved forward."}


@pytest.fixture(autouse=True)
def _frozen():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def suspend(app):
    """Take back some weeks, offsets from now."""

    def make(someone, request, first, last, **fields):
        with app.app_context():
            words = {**WHY, **fields}
            recalling.suspend_time(
                someone.person(), request.load(), first_week=week(first), last_week=week(last), **words
            )

    return make


@pytest.fixture
def revoke(app):
    """Take the time back for good from a week on."""

    def make(someone, request, first, **fields):
        with app.app_context():
            recalling.revoke_time(someone.person(), request.load(), first_week=week(first), **{**WHY, **fields})

    return make


@pytest.fixture
def give_again(app):
    def make(someone, request):
        with app.app_context():
            recalling.give_again(someone.person(), request.load())

    return make


@pytest.fixture
def in_week(app):
    """What the worker does on the Monday of a week to come."""

    def run(number):
        with clock.at(MONDAY + timedelta(weeks=number)), app.app_context():
            worker.do_chores()

    return run


@pytest.fixture
def where(app):
    """Where it stands: the request, the place, the recalls; and the last week that is agreed, as an offset."""

    def read(request):
        with app.app_context():
            found = db.session.get_one(Authorization, request.id)
            recalls = db.session.scalars(sa.select(Recall).order_by(Recall.id)).all()
            last = (found.application.agreed.last_week - week(0)).days // 7
            return found.state.value, found.application.state.value, [one.state.value for one in recalls], last

    return read


def test_what_was_authorized_is_under_way_from_its_first_week_on(cast, grant, in_week, where):
    request = grant(cast.ines, first=2, last=5)
    in_week(1)
    assert where(request)[0] == "approved"
    in_week(2)
    assert where(request)[0] == "active"


def test_some_weeks_go_back_to_the_team_and_the_mission_goes_on(
    cast, grant, suspend, in_week, where, used, given, mails, bodies, event_of
):
    request = grant(cast.ines, first=0, last=9)
    in_week(0)
    before = mails()
    suspend(cast.nadia, request, 2, 4)
    assert given(request) == [0, 1, 5, 6, 7, 8, 9]
    assert [used(cast.ines)[number] for number in range(6)] == [20, 20, 0, 0, 0, 20]
    assert where(request) == ("active", "confirmed", ["planned"], 9)
    assert sorted(set(mails()) - set(before)) == [
        ("ines", "allocations/suspended"),
        ("karim", "allocations/suspended"),
    ]
    assert all("The audit was moved forward." in body for body in bodies("allocations/suspended"))
    event = event_of(request, "suspend_from")
    assert (event.actor_id, event.reason_code, event.text) == (cast.nadia.id, "workload", WHY["text"])
    in_week(1)
    assert where(request)[0] == "active"
    in_week(2)
    assert where(request) == ("suspended", "confirmed", ["running"], 9)
    in_week(4)
    assert where(request)[0] == "suspended"
    in_week(5)
    assert where(request) == ("active", "confirmed", ["over"], 9)
    assert ("karim", "allocations/resumed") in mails()
    in_week(6)
    assert mails().count(("karim", "allocations/resumed")) == 1


def test_a_worker_that_slept_through_it_makes_up_for_it(cast, grant, suspend, in_week, where):
    request = grant(cast.ines, first=0, last=9)
    suspend(cast.nadia, request, 1, 2)
    in_week(6)
    assert where(request)[0] == "active"
    assert where(request)[2] == ["over"]


def test_time_is_taken_back_for_good_with_notice(cast, grant, revoke, in_week, where, given, used, mails, bodies):
    request = grant(cast.ines, first=0, last=9)
    revoke(cast.nadia, request, 3)
    assert given(request) == [0, 1, 2]
    assert used(cast.ines)[3] == 0
    # The place is held until then, and what is agreed ends with the last week that is given.
    assert where(request) == ("approved", "confirmed", ["planned"], 2)
    assert ("karim", "allocations/notice_given") in mails()
    assert all("April 3" in body or "3 avril" in body for body in bodies("allocations/notice_given"))
    in_week(2)
    assert where(request)[:2] == ("active", "confirmed")
    in_week(3)
    assert where(request)[:3] == ("revoked", "released", ["over"])
    assert given(request) == [0, 1, 2]
    assert {name for name, event in mails() if event == "allocations/revoked"} == {"ines", "karim"}


def test_what_has_not_begun_goes_back_at_once(cast, grant, revoke, where, given, mails):
    request = grant(cast.ines, first=4, last=9)
    revoke(cast.nadia, request, 2)
    assert given(request) == []
    assert where(request)[:3] == ("revoked", "released", ["over"])
    events = [event for _, event in mails()]
    assert "allocations/revoked" in events
    assert "allocations/notice_given" not in events
    # Nothing is told twice: neither the end of the time nor the loss of the place in other words.
    assert not {"allocations/ended", "applications/released", "applications/released_owner"} & set(events)


def test_what_is_taken_back_is_given_again(cast, grant, suspend, revoke, give_again, in_week, where, given, mails):
    request = grant(cast.ines, first=0, last=9)
    suspend(cast.nadia, request, 2, 4)
    give_again(cast.nadia, request)
    assert given(request) == [*range(10)]
    revoke(cast.nadia, request, 3)
    give_again(cast.nadia, request)
    assert given(request) == [*range(10)]
    assert where(request) == ("approved", "confirmed", ["undone", "undone"], 9)
    assert mails().count(("ines", "allocations/given_again")) == 2
    in_week(4)
    assert where(request)[0] == "active"


def test_given_again_in_its_middle_from_next_week_on(app, cast, grant, suspend, give_again, in_week, where, given):
    request = grant(cast.ines, first=0, last=9)
    suspend(cast.nadia, request, 1, 4)
    in_week(2)
    with clock.at(MONDAY + timedelta(weeks=2, days=2)):
        with app.app_context():
            recalling.give_again(cast.nadia.person(), request.load())
        assert where(request)[:3] == ("active", "confirmed", ["undone"])
    assert given(request) == [0, 3, 4, 5, 6, 7, 8, 9]


def test_in_its_last_week_there_is_nothing_left_to_give_again(app, cast, grant, suspend, in_week):
    request = grant(cast.ines, first=0, last=9)
    suspend(cast.nadia, request, 1, 2)
    in_week(2)
    with clock.at(MONDAY + timedelta(weeks=2)), app.app_context(), pytest.raises(Conflict) as caught:
        recalling.give_again(cast.nadia.person(), request.load())
    assert "nothing left" in str(caught.value.message)


def test_weeks_given_to_something_else_meanwhile_are_not_given_twice(cast, grant, suspend, give_again, given, used):
    request = grant(cast.ines, percent=40, first=0, last=9)
    suspend(cast.nadia, request, 2, 4)
    grant(cast.ines, percent=20, first=3, last=3)
    with pytest.raises(CapacityExceeded):
        give_again(cast.nadia, request)
    assert given(request) == [0, 1, 5, 6, 7, 8, 9]
    assert used(cast.ines)[3] == 20


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (0, 2, "first_week"),
        (-1, 2, "first_week"),
        (10, 11, "first_week"),
        (4, 3, "last_week"),
        (2, 9, "last_week"),
        (2, 12, "last_week"),
    ],
)
def test_weeks_that_cannot_be_taken_back(cast, grant, suspend, first, last, field, given):
    request = grant(cast.ines, first=0, last=9)
    with pytest.raises(Invalid) as caught:
        suspend(cast.nadia, request, first, last)
    assert field in caught.value.fields
    assert given(request) == [*range(10)]


def test_a_suspension_is_bounded_and_begins_where_something_is_given(cast, grant, suspend):
    request = grant(cast.ines, first=3, last=30)
    for first, last, field in ((1, 2, "last_week"), (4, 16, "last_week")):
        with pytest.raises(Invalid) as caught:
            suspend(cast.nadia, request, first, last)
        assert field in caught.value.fields
    suspend(cast.nadia, request, 4, 15)


@pytest.mark.parametrize(("day", "earliest"), [(0, 2), (1, 3), (4, 3), (6, 3)])
def test_the_notice_is_two_whole_weeks(app, cast, grant, day, earliest):
    request = grant(cast.ines, first=0, last=9)
    with clock.at(MONDAY + timedelta(days=day)), app.app_context():
        with pytest.raises(Invalid) as caught:
            recalling.revoke_time(
                cast.nadia.person(), request.load(), first_week=recalling.earliest_end() - timedelta(days=1), **WHY
            )
        assert list(caught.value.fields) == ["first_week"]
        recalling.revoke_time(cast.nadia.person(), request.load(), first_week=recalling.earliest_end(), **WHY)
        assert recalling.earliest_end() == week(0) + timedelta(weeks=earliest)


def test_one_thing_is_taken_back_at_a_time(cast, grant, suspend, revoke):
    request = grant(cast.ines, first=0, last=9)
    suspend(cast.nadia, request, 2, 4)
    for again in (partial(suspend, cast.nadia, request, 6, 7), partial(revoke, cast.nadia, request, 5)):
        with pytest.raises(Conflict):
            again()


def test_only_whoever_decides_now_takes_time_back(cast, grant, suspend, revoke, give_again, change):
    request = grant(cast.ines, first=0, last=9)
    for someone in (cast.ines, cast.karim, cast.tom, cast.marc):
        for attempt in (partial(suspend, someone, request, 2, 4), partial(revoke, someone, request, 3)):
            with pytest.raises(Forbidden):
                attempt()
    # Her manager changes: the new one decides from now on, and Nadia no more.
    change(cast.ines, manager_id=cast.marc.id)
    with pytest.raises(Forbidden):
        suspend(cast.nadia, request, 2, 4)
    suspend(cast.marc, request, 2, 4)
    with pytest.raises(Forbidden):
        give_again(cast.nadia, request)


@pytest.mark.parametrize("coming", ["planned", "running"])
def test_it_ends_with_the_place_or_the_mission(app, cast, grant, suspend, in_week, where, used, coming):
    request = grant(cast.ines, first=0, last=9)
    suspend(cast.nadia, request, 1, 3)
    in_week(1 if coming == "running" else 0)
    with app.app_context():
        application = request.load().application
        withdraw_application(cast.ines.person(), application, text="I cannot go on.")
    assert where(request)[0] == "ended"
    assert where(request)[2] == ["over"]
    assert set(used(cast.ines).values()) <= {0, 20}
    in_week(5)
    assert where(request)[0] == "ended"


def test_two_managers_at_once_leave_the_counters_right(app, cast, grant, used, given):
    """A suspension and a revocation of overlapping weeks: one wins, the other is told."""
    request = grant(cast.ines, first=0, last=9)
    barrier, outcomes = Barrier(2), []

    def take(act):
        with clock.at(MONDAY), app.app_context():
            actor, authorization = cast.nadia.person(), request.load()
            db.session.rollback()
            barrier.wait()
            try:
                act(actor, authorization)
                outcomes.append("done")
            except Conflict:
                outcomes.append("conflict")

    in_threads(
        [
            partial(take, partial(recalling.suspend_time, first_week=week(2), last_week=week(5), **WHY)),
            partial(take, partial(recalling.revoke_time, first_week=week(4), **WHY)),
        ]
    )
    assert sorted(outcomes) == ["conflict", "done"]
    weeks = given(request)
    assert weeks in ([0, 1, 6, 7, 8, 9], [0, 1, 2, 3])
    assert {number: percent for number, percent in used(cast.ines).items() if percent} == dict.fromkeys(weeks, 20)


def test_on_the_desk_of_the_manager(visit, cast, grant, where, given):
    request = grant(cast.ines, first=0, last=9)
    page = f"/desk/{request.public_id}"
    visit(cast.tom).get(page, status=404)
    nadia = visit(cast.nadia)
    shown = nadia.get(page)
    assert "Take back some weeks" in shown.text
    assert "Take the time back for good" in shown.text
    fields = {"suspend-first_week": week(2).isoformat(), "suspend-last_week": week(4).isoformat()}
    refused = nadia.submit(shown, "/time/suspend", {**fields, "suspend-text": "Why not"}, status=422)
    assert "Choose a reason." in refused.text
    assert "Why not" in refused.html
    sent = {**fields, "suspend-reason": "absence"}
    foretold = nadia.submit(shown, "/time/suspend", {**sent, "foretell": "suspend"}, status=200)
    assert "2 messages would be sent" in foretold.text
    assert given(request) == [*range(10)]
    nadia.submit(shown, "/time/suspend", sent)
    done = nadia.get(page)
    assert "These weeks are free again." in done.text
    assert "You take the time back from" in done.text
    assert "Take back some weeks" not in done.text
    ines = visit(cast.ines)
    assert "takes the time back from" in ines.get(f"/authorizations/{request.public_id}").text
    ines.get(page, status=404)
    nadia.submit(done, "/time/give-again", {})
    assert "The time is given again." in nadia.get(page).text
    assert where(request)[2] == ["undone"]


def test_a_page_read_before_is_refused(app, visit, cast, grant, suspend, give_again, given):
    request = grant(cast.ines, first=0, last=9)
    nadia = visit(cast.nadia)
    old = nadia.get(f"/desk/{request.public_id}")
    suspend(cast.nadia, request, 2, 4)
    give_again(cast.nadia, request)
    fields = {"revoke-first_week": week(3).isoformat(), "revoke-reason": "other"}
    nadia.submit(old, "/time/revoke", fields, status=409)
    assert given(request) == [*range(10)]


def test_a_new_manager_reads_what_the_team_gives_and_takes_it_back(visit, cast, grant, change):
    request = grant(cast.ines, first=0, last=9)
    tom = visit(cast.tom)
    tom.get(f"/desk/{request.public_id}", status=404)
    change(cast.ines, manager_id=cast.tom.id)
    assert "Take back some weeks" in tom.get(f"/desk/{request.public_id}").text


def test_the_steps_of_a_recall():
    assert {one.name for one in RECALL.transitions} == {"undo", "begin", "end"}
