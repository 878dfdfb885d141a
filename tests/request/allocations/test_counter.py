"""Other terms keep to the same rules as an authorization, when they are proposed and when they bind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.allocations import services
from portal.allocations.models import PersonWeek
from portal.allocations.rules import Rule
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.transaction import transaction
from portal.extensions import db
from tests.factories import week

MONDAY = datetime(2026, 3, 16, 9, tzinfo=UTC)
REASON = "Two weeks only, and the launch cannot move."


@pytest.fixture(autouse=True)
def _frozen():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def load(app):
    """Weeks of someone already given to missions elsewhere."""

    def write(person, used, *, first=2, last=7):
        with app.app_context(), transaction() as session:
            session.add_all(PersonWeek(person_id=person.id, week=week(n), used=used) for n in range(first, last + 1))

    return write


@pytest.fixture
def propose(app, cast):
    def make(request, percent=15, first=2, last=7, **more):
        with app.app_context():
            terms = {"percent": percent, "first_week": week(first), "last_week": week(last)}
            services.counter_request(cast.nadia.person(), request.load(), **terms, note="Less", **more)

    return make


@pytest.fixture
def say_yes(app):
    def make(someone, request):
        with app.app_context():
            return services.accept_counter(someone.person(), request.load())

    return make


def test_above_the_ceiling_they_take_a_written_reason(cast, world, load, visit, stand, event_of):
    load(cast.ines, 30)
    request = world.authorization(world.mission(percent=20), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    typed = {"counter-percent": "15", "counter-note": "A little less"}
    refused = nadia.submit(page, "/counter", typed, status=422)
    assert "write why you propose this anyway" in refused.field_error("counter-override_reason")
    assert "A little less" in refused.html
    nadia.submit(refused, "/counter", {"counter-override_reason": REASON})
    assert stand(request)[0] == "countered"
    said = event_of(request, "counter").data
    assert (said["broken"], said["override_reason"]) == (["ceiling"], REASON)


def test_the_reason_is_asked_where_only_the_other_terms_break_a_rule(cast, world, visit):
    request = world.authorization(world.mission(percent=20), cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(f"/desk/{request.public_id}")
    assert "counter-override_reason" not in page.form("/counter")
    typed = {"counter-percent": "10", "counter-first_week": week(0).isoformat(), "counter-note": "At once"}
    refused = nadia.submit(page, "/counter", typed, status=422)
    assert "write why you propose this anyway" in refused.field_error("counter-override_reason")


def test_terms_within_the_rules_take_none_and_keep_none(app, cast, world, propose):
    request = world.authorization(world.mission(percent=20), cast.ines)
    propose(request, 10, override_reason="Nothing asks for this sentence.")
    with app.app_context():
        assert request.load().override_reason == ""


def test_beyond_a_full_week_no_reason_helps(cast, world, load, propose):
    load(cast.ines, 90)
    request = world.authorization(world.mission(percent=20), cast.ines)
    with pytest.raises(Invalid) as refusal:
        propose(request, 15, override_reason=REASON)
    assert "percent" in refusal.value.fields


@pytest.mark.parametrize("percent", [13, 0, -5, 3])
def test_shares_go_by_five_whoever_asks(cast, world, propose, percent):
    request = world.authorization(world.mission(percent=20), cast.ines)
    with pytest.raises(Invalid) as refusal:
        propose(request, percent)
    assert "in steps of 5" in str(refusal.value.fields["percent"])


def test_they_bind_above_the_ceiling_with_its_reason(cast, world, load, propose, say_yes, stand, used):
    load(cast.ines, 30)
    request = world.authorization(world.mission(percent=20), cast.ines)
    propose(request, 15, override_reason=REASON)
    assert not say_yes(cast.ines, request)
    assert say_yes(cast.karim, request)
    assert stand(request)[0] == "approved"
    assert set(used(cast.ines).values()) == {45}


def test_they_do_not_bind_once_the_ceiling_is_taken_elsewhere(app, cast, world, grant, propose, say_yes, stand, used):
    request = world.authorization(world.mission(percent=20), cast.ines)
    propose(request, 15)
    say_yes(cast.ines, request)
    grant(cast.ines, percent=30, first=4, last=4)
    with pytest.raises(Conflict) as refusal:
        say_yes(cast.karim, request)
    assert refusal.value.code == "authorization.terms"
    assert stand(request)[0] == "countered"
    assert used(cast.ines) == {4: 30}
    with app.app_context():
        assert request.load().counter.owner_accepted_at is None


def test_nobody_says_yes_to_terms_whose_weeks_are_past(app, cast, world, propose, visit, stand):
    request = world.authorization(world.mission(percent=20), cast.ines)
    propose(request, 10, first=2, last=5)
    with clock.at(MONDAY + timedelta(weeks=3)):
        ines = visit(cast.ines)
        page = ines.get(f"/authorizations/{request.public_id}")
        late = ines.submit(page, "/accept", status=409)
        assert "Decline them, and the first request goes back to the manager." in late.text
        ines.submit(page, "/decline")
    assert stand(request) == ("requested", cast.nadia.id)


def test_the_notice_counts_from_the_proposal(cast, world, propose, say_yes, stand):
    request = world.authorization(world.mission(percent=20), cast.ines)
    propose(request, 10, first=2, last=5)
    with clock.at(MONDAY + timedelta(weeks=2)):
        say_yes(cast.ines, request)
        say_yes(cast.karim, request)
    assert stand(request)[0] == "approved"


def test_a_reason_for_another_rule_does_not_lift_the_ceiling(app, cast, world, monkeypatch, stand, used):
    """What another decision takes between the assessment and the weeks: only a broken ceiling was given a reason."""
    request = world.authorization(world.mission(percent=20, first=0, last=1), cast.ines)
    assess = services.assess

    def assess_then_lose_the_week(authorization, **terms):
        found = assess(authorization, **terms)
        db.session.add(PersonWeek(person_id=cast.ines.id, week=week(1), used=30))
        db.session.flush()
        return found

    monkeypatch.setattr(services, "assess", assess_then_lose_the_week)
    with app.app_context(), pytest.raises(Conflict) as refusal:
        services.authorize_time(cast.nadia.person(), request.load(), override_reason=REASON)
    assert refusal.value.code == "capacity"
    assert stand(request)[0] == "requested"
    assert used(cast.ines) == {}


@pytest.mark.parametrize(
    ("percent", "first", "last", "words"),
    [
        (15, 2, 4, "with its other missions this makes 25%"),
        (10, 5, 9, "with its other missions this makes 9."),
    ],
)
def test_a_pilot_s_most_is_for_all_of_its_missions(cast, world, grant, visit, percent, first, last, words):
    pilot = world.pilot(max_percent=20, max_weeks=8)
    with_rules(world, grant(cast.ines, percent=10, first=1, last=4, pilot=pilot), pilot)
    request = world.authorization(world.mission(percent=percent, first=first, last=last, pilot=pilot), cast.ines)
    with_rules(world, request, pilot)
    page = visit(cast.nadia).get(f"/desk/{request.public_id}")
    assert words in page.text
    assert "/authorize" not in page.html


def test_missions_of_other_pilots_and_people_do_not_count(cast, world, grant, visit):
    pilot, other = world.pilot(), world.pilot()
    grant(cast.ines, percent=10, first=1, last=4, pilot=other)
    grant(cast.tom, percent=10, first=1, last=4, pilot=pilot)
    request = world.authorization(world.mission(percent=20, first=2, last=7, pilot=pilot), cast.ines)
    with_rules(world, request, pilot)
    assert "The rules of the pilot are kept." in visit(cast.nadia).get(f"/desk/{request.public_id}").text


def test_what_was_granted_does_not_count_twice(app, cast, world, grant):
    pilot = world.pilot(max_percent=20, max_weeks=8)
    request = grant(cast.ines, percent=20, first=1, last=8, pilot=pilot)
    with_rules(world, request, pilot)
    with app.app_context():
        found = services.assess(request.load()).findings
        assert all(finding.kept for finding in found if finding.rule is Rule.PILOT)


def with_rules(world, request, pilot):
    with world.app.app_context(), transaction():
        request.load().rules = pilot.load().current_rules


def test_no_reason_no_more_than_the_ceiling(app, cast, world, used):
    requests = [world.authorization(world.mission(percent=20, first=2, last=2), cast.ines) for _ in range(3)]
    for request in requests[:2]:
        with app.app_context():
            services.authorize_time(cast.nadia.person(), request.load())
    with app.app_context(), pytest.raises(Invalid):
        services.authorize_time(cast.nadia.person(), requests[2].load())
    assert used(cast.ines) == {2: 40}
