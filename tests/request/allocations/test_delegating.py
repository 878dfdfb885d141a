"""While a manager is away, a colleague decides in their place: between two days, never further, and never for long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
import sqlalchemy as sa

from portal.allocations import services
from portal.allocations.delegating import services as delegating
from portal.allocations.delegating.workflow import DELEGATION
from portal.allocations.models import Authorization
from portal.core import clock, worker
from portal.core.audit import Event
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.extensions import db
from portal.organization.delegations import Delegation, DelegationState
from tests.threads import in_threads

MONDAY = datetime(2026, 3, 16, 9, tzinfo=UTC)
TODAY = MONDAY.date()
PAGE = "/delegations"


@pytest.fixture(autouse=True)
def _frozen():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def give(app):
    """A manager gives their decisions to someone from a day to another, as offsets from today."""

    def make(manager, delegate, first=0, last=4, **fields):
        with app.app_context():
            days = {"first_day": clock.today() + timedelta(first), "last_day": clock.today() + timedelta(last)}
            return delegating.give_delegation(manager.person(), delegate_id=delegate.id, **days, **fields).id

    return make


@pytest.fixture
def delegations(app):
    """Every delegation, as (manager, delegate, state, whether it ended)."""

    def read():
        with app.app_context():
            rows = db.session.scalars(sa.select(Delegation).order_by(Delegation.id)).all()
            return [(one.manager_id, one.delegate_id, one.state.value, one.ended_on) for one in rows]

    return read


@pytest.fixture
def on_day(app):
    """What the worker does on a day, as an offset from the first."""

    def run(days):
        with clock.at(MONDAY + timedelta(days=days)), app.app_context():
            worker.do_chores()

    return run


@pytest.fixture
def before(app):
    """Before whom a request stands: (who decides, in whose place, the state, the day of the answer)."""

    def read(request):
        with app.app_context():
            found = db.session.get_one(Authorization, request.id)
            return found.decider_id, found.decider_for_id, found.state.value, found.answer_due_on

    return read


def typed(cast, **fields):
    days = {"give-first_day": TODAY.isoformat(), "give-last_day": (TODAY + timedelta(4)).isoformat()}
    return {"give-person": cast.claire.full_name, **days, "give-text": "Ask Marc about the launch.", **fields}


def test_what_waits_goes_to_who_stands_in_and_comes_back(cast, world, give, before, delegations, on_day, mails):
    request = world.authorization(world.mission(), cast.ines)
    due = before(request)[3]
    give(cast.nadia, cast.claire)
    assert before(request) == (cast.claire.id, cast.nadia.id, "requested", due), "the promised day holds"
    told = [("claire", "allocations/requested"), ("claire", "delegations/given")]
    assert [mail for mail in mails() if mail[0] in ("claire", "nadia")] == told
    later = world.authorization(world.mission(), cast.tom)
    assert before(later)[0] == cast.nadia.id, "the factory writes what it likes"
    on_day(5)
    assert delegations() == [(cast.nadia.id, cast.claire.id, "ended", TODAY + timedelta(5))]
    decider, manager, *_ = before(request)
    assert (decider, manager) == (cast.nadia.id, None)
    assert ("nadia", "delegations/over") in mails()
    assert ("claire", "delegations/over_delegate") in mails()
    assert ("claire", "allocations/passed_on") not in mails(), "one message tells of all that went back"


def test_it_begins_on_its_first_day(cast, world, give, before, delegations, on_day, mails):
    request = world.authorization(world.mission(), cast.ines)
    give(cast.nadia, cast.claire, first=2)
    on_day(1)
    assert (delegations()[0][2], before(request)[0]) == ("planned", cast.nadia.id)
    on_day(2)
    assert (delegations()[0][2], before(request)[:2]) == ("running", (cast.claire.id, cast.nadia.id))
    assert ("claire", "delegations/begun") in mails()
    written = len(mails())
    on_day(2)
    assert len(mails()) == written, "told once"


def test_past_the_last_day_nobody_stands_in_even_before_the_worker_says_so(app, cast, world, give):
    request = world.authorization(world.mission(), cast.ines)
    give(cast.nadia, cast.claire)
    with clock.at(MONDAY + timedelta(days=5)), app.app_context():
        with pytest.raises(Conflict) as refused:
            services.refuse_request(cast.claire.person(), request.load(), reason="workload")
        assert refused.value.code == "not_the_decider"


def test_the_whole_line_below_a_manager_follows(cast, world, give, before):
    mission = world.mission(owner=cast.nadia, places=2)
    above = world.authorization(mission, cast.ines, decider=cast.marc)
    give(cast.marc, cast.claire)
    assert before(above)[:2] == (cast.claire.id, cast.marc.id)


def test_who_stands_in_decides_and_it_is_told(app, cast, world, visit, give, mails, event_of):
    request = world.authorization(world.mission(), cast.ines)
    give(cast.nadia, cast.claire)
    claire = visit(cast.claire)
    desk = claire.get("/desk")
    assert "For Nadia Benali" in desk.text
    assert "You authorize the time in the place of Nadia Benali" in desk.text
    claire.submit(desk, "/authorize", {"authorize-note": "Agreed with Marc."})
    assert ("nadia", "delegations/decided") in mails()
    assert event_of(request, "approve").data["in_place_of"] == "Nadia Benali"
    own = visit(cast.nadia).get("/desk")
    assert "Claire Dubreuil decides in your place until" in own.text
    assert "Decided in my place" in own.text
    page = visit(cast.nadia).get(f"/desk/{request.public_id}")
    assert "In the place of Nadia Benali." in page.text
    assert "Claire Dubreuil authorized 20%" in page.text


@pytest.mark.parametrize("answer", ["counter", "refuse"])
def test_other_answers_are_told_too(app, cast, world, give, mails, bodies, answer):
    request = world.authorization(world.mission(), cast.ines)
    give(cast.nadia, cast.claire)
    with app.app_context():
        found = request.load()
        if answer == "refuse":
            services.refuse_request(cast.claire.person(), found, reason="workload", text="Not now.")
        else:
            terms = {"percent": 10, "first_week": found.first_week, "last_week": found.last_week}
            services.counter_request(cast.claire.person(), found, **terms, note="Less at first.")
    (body,) = bodies("delegations/decided")
    assert ("refused the 20%" if answer == "refuse" else "proposed other terms than the 20%") in body


def test_the_manager_decides_no_more_meanwhile_and_reads(app, cast, world, visit, give):
    request = world.authorization(world.mission(), cast.ines)
    nadia = visit(cast.nadia)
    early = nadia.get("/desk")
    give(cast.nadia, cast.claire)
    refused = nadia.submit(early, "/authorize", {}, status=409)
    assert "Claire Dubreuil" in refused.text
    page = nadia.get(f"/desk/{request.public_id}")
    assert "Claire Dubreuil authorizes the time in the place of Nadia Benali" in page.text
    assert [form for form in page.find("form") if form.attrib["action"].endswith("/authorize")] == []


def test_who_stands_in_never_decides_on_themselves_nor_on_their_own_mission(cast, world, give, before):
    own = world.authorization(world.mission(), cast.ines)
    other = world.authorization(world.mission(), cast.tom)
    theirs = world.authorization(world.mission(owner=cast.ines), cast.lea)
    give(cast.nadia, cast.ines)
    assert [before(one)[0] for one in (own, other, theirs)] == [cast.nadia.id, cast.ines.id, cast.nadia.id]


def test_where_the_manager_owns_the_mission_nobody_stands_in_for_them(cast, world, give, before):
    request = world.authorization(world.mission(owner=cast.nadia), cast.ines, decider=cast.marc)
    give(cast.nadia, cast.claire)
    assert before(request)[:2] == (cast.marc.id, None)


def test_late_requests_go_on_past_who_stands_in(cast, world, give, before, on_day):
    request = world.authorization(world.mission(), cast.ines)
    give(cast.nadia, cast.claire, last=60)
    on_day(8)
    assert before(request)[:3] == (cast.marc.id, None, "escalated")


def test_what_was_passed_on_stays_at_its_level(cast, world, give, before, on_day):
    request = world.authorization(world.mission(), cast.ines)
    on_day(8)
    assert before(request)[0] == cast.marc.id
    with clock.at(MONDAY + timedelta(days=8)):
        given = give(cast.marc, cast.claire, last=3)
    assert given
    assert before(request)[:3] == (cast.claire.id, cast.marc.id, "escalated")
    on_day(12)
    assert before(request)[:3] == (cast.marc.id, None, "escalated")


def test_other_terms_that_wait_stand(cast, counter, give, before):
    request = counter()
    give(cast.nadia, cast.claire)
    assert before(request)[:3] == (cast.nadia.id, None, "countered")


def test_declined_terms_come_back_to_who_stands_in(app, cast, counter, give, before):
    request = counter()
    give(cast.nadia, cast.claire)
    with app.app_context():
        services.decline_counter(cast.ines.person(), request.load())
    assert before(request)[:3] == (cast.claire.id, cast.nadia.id, "requested")


def test_no_chains(cast, give):
    give(cast.nadia, cast.claire, first=3, last=9)
    with pytest.raises(Invalid) as refused:
        give(cast.claire, cast.marc, first=9, last=12)
    assert "In these days you decide in the place of Nadia Benali" in str(refused.value.fields["first_day"])
    with pytest.raises(Invalid) as refused:
        give(cast.nadia, cast.marc, first=0, last=3)
    assert "Claire Dubreuil already decides in your place" in str(refused.value.fields["first_day"])
    with pytest.raises(Invalid) as refused:
        give(cast.marc, cast.nadia, first=4, last=5)
    assert "gave their own decisions" in str(refused.value.fields["person"])
    assert give(cast.nadia, cast.marc, first=0, last=2)
    assert give(cast.marc, cast.claire, first=10, last=12), "outside these days they may"
    assert give(cast.karim, cast.claire, first=3, last=9), "one may stand in for several"


@pytest.mark.parametrize(
    ("days", "field"),
    [((-1, 4), "first_day"), ((4, 3), "last_day"), ((0, 184), "last_day"), ((4000, 4001), "first_day")],
)
def test_days_that_do_not_do(cast, give, days, field):
    with pytest.raises(Invalid) as refused:
        give(cast.nadia, cast.claire, *days)
    assert [*refused.value.fields] == [field]


@pytest.mark.parametrize("whom", ["nadia", "sofia", "lila"])
def test_people_who_do_not_do(cast, give, whom):
    with pytest.raises(Invalid) as refused:
        give(cast.nadia, getattr(cast, whom))
    assert [*refused.value.fields] == ["person"]


def test_who_left_or_may_not_sign_in_is_not_named(cast, give, leave, change):
    leave(cast.paul)
    change(cast.claire, is_enabled=False)
    for someone in (cast.paul, cast.claire):
        with pytest.raises(Invalid):
            give(cast.nadia, someone)


def test_only_who_manages_gives(cast, give):
    with pytest.raises(Forbidden):
        give(cast.ines, cast.claire)


def test_a_delegate_who_leaves_gives_it_back(cast, world, give, before, leave, delegations, mails):
    request = world.authorization(world.mission(), cast.ines)
    give(cast.nadia, cast.claire)
    leave(cast.claire)
    assert delegations()[0][2] == "ended"
    assert before(request)[:2] == (cast.nadia.id, None)
    assert ("nadia", "delegations/delegate_left") in mails()


def test_a_manager_who_leaves_takes_nobody_with_them(cast, world, give, before, leave, delegations):
    request = world.authorization(world.mission(), cast.ines)
    give(cast.nadia, cast.claire)
    leave(cast.nadia)
    assert delegations()[0][2] == "ended"
    assert before(request)[:2] == (cast.marc.id, None)


def test_two_at_once_give_one(app, cast, delegations):
    ready, said = Barrier(2), []

    def give(delegate):
        with clock.at(MONDAY), app.app_context():
            manager = cast.nadia.person()
            ready.wait()
            try:
                delegating.give_delegation(manager, delegate_id=delegate.id, first_day=TODAY, last_day=TODAY)
            except Invalid:
                said.append("refused")
            else:
                said.append("given")

    in_threads([partial(give, cast.claire), partial(give, cast.marc)])
    assert sorted(said) == ["given", "refused"]
    assert len(delegations()) == 1


# The page


def test_a_manager_gives_and_takes_back(app, cast, visit, world, delegations, before, mails):
    request = world.authorization(world.mission(), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(nadia.get("/desk").links()["While I am away"])
    for _ in range(2):
        done = nadia.submit(page, PAGE, typed(cast))
    page = nadia.get(done.location)
    assert len(delegations()) == 1
    assert "Claire Dubreuil was told." in page.text
    assert "Ask Marc about the launch." in page.text
    assert "Ask Marc about the launch." in visit(cast.claire).get(PAGE).text
    done = nadia.submit(page, "/take-back")
    assert "You decide again. Claire Dubreuil was told." in nadia.get(done.location).text
    assert (delegations()[0][2:], before(request)[0]) == (("ended", TODAY), cast.nadia.id)
    assert ("claire", "delegations/taken_back") in mails()
    nadia.submit(page, "/take-back", status=409)
    with app.app_context():
        told = sa.select(Event.action).where(Event.subject_type == "delegation").order_by(Event.id)
        events = db.session.scalars(told).all()
        assert events == ["give", "begin", "take_back"]


def test_who_stands_in_hands_back(cast, visit, give, delegations, mails):
    give(cast.nadia, cast.claire)
    claire = visit(cast.claire)
    done = claire.submit(claire.get(PAGE), "/hand-back")
    assert "Nadia Benali decides again, and was told." in claire.get(done.location).text
    assert delegations()[0][2] == "ended"
    assert ("nadia", "delegations/handed_back") in mails()


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(cast, visit, delegations):
    nadia = visit(cast.nadia)
    page = nadia.get(PAGE)
    refused = nadia.submit(page, PAGE, typed(cast, **{"give-person": "Nobody at all"}), status=422)
    assert "No employee has this name." in refused.field_error("give-person")
    assert refused.form(PAGE)["give-text"] == "Ask Marc about the launch."
    refused = nadia.submit(page, PAGE, typed(cast, **{"give-last_day": "2026-03-01"}), status=422)
    assert "The end comes before the start." in refused.field_error("give-last_day")
    assert delegations() == []


def test_who_may_what(cast, visit, give, delegations):
    give(cast.nadia, cast.claire)
    visit(cast.sofia).get(PAGE, status=403)
    ines = visit(cast.ines)
    assert "Nobody reports to you" in ines.get(PAGE).text
    ines.post(PAGE, {"csrf_token": ines.token("/"), **typed(cast)}, status=403)
    page = visit(cast.nadia).get(PAGE)
    action = next(one.attrib["action"] for one in page.find("form") if one.attrib["action"].endswith("/take-back"))
    claire = visit(cast.claire)
    theirs = claire.get(PAGE)
    assert "In the place of others" in theirs.text
    ines.post(action, {"csrf_token": ines.token("/")}, status=404)
    claire.post(action, {"csrf_token": claire.token("/")}, status=403)
    assert delegations()[0][2] == "running"


def test_every_state_and_role(cast, app):
    """The whole table, written again by hand."""
    takes = {("planned", "take_back", "nadia"), ("running", "take_back", "nadia")}
    hands = {("planned", "hand_back", "claire"), ("running", "hand_back", "claire")}
    found = set()
    with app.app_context():
        for state in DelegationState:
            delegation = Delegation(
                manager_id=cast.nadia.id, delegate_id=cast.claire.id, state=state, first_day=TODAY, last_day=TODAY
            )
            for name in ("nadia", "claire", "marc", "ines", "helene", "sofia", "adele"):
                for step in DELEGATION.available(getattr(cast, name).person(), delegation):
                    found.add((state.value, step.name, name))
    assert found == takes | hands
    assert {step.name for step in DELEGATION.transitions if step.system} == {"begin", "end"}


def test_the_page_stays_within_its_budget(cast, visit, give):
    give(cast.nadia, cast.claire)
    for first in range(10, 70, 10):
        give(cast.nadia, cast.claire, first=first, last=first + 2)
    nadia = visit(cast.nadia)
    nadia.get(PAGE)
    assert nadia.query_count <= 9
