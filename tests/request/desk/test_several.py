"""Several requests weighed as alternatives, and authorized together."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.allocations.models import Authorization, PersonWeek
from portal.allocations.services import refuse_request
from portal.core.transaction import transaction
from portal.extensions import db
from tests.factories import week
from tests.mailbox import mails_written

PAGE, SEND = "/desk/several", "/desk/several/authorize"
MOST_STATEMENTS = 13


@pytest.fixture
def ask(world):
    """A request for someone's time, for weeks that are offsets from now."""

    def make(person, percent=20, first=3, last=6, **mission):
        return world.authorization(world.mission(percent=percent, first=first, last=last, **mission), person)

    return make


@pytest.fixture
def states(app):
    def read(*requests):
        with app.app_context():
            return [db.session.get_one(Authorization, request.id).state.value for request in requests]

    return read


def picking(*requests):
    return PAGE + "?" + "&".join(f"pick={request.public_id}" for request in requests)


def test_alternatives_are_weighed_without_saving(visit, cast, ask, states):
    first, second, third = ask(cast.ines), ask(cast.ines), ask(cast.tom)
    nadia = visit(cast.nadia)
    page = nadia.get(PAGE)
    assert page.text.count("Within the rules") == 3
    assert "Authorize 1 request" not in page.text
    # Two of twenty percent keep within forty; a third of them would not.
    fourth = ask(cast.ines)
    page = nadia.get(picking(first, second))
    assert "Authorize 2 requests" in page.text
    assert page.text.count("Would break a rule") == 1
    page = nadia.get(picking(first, second, fourth, third))
    assert "Authorize 3 requests" in page.text
    assert "this would break a rule, which takes a reason of its own" in page.text
    assert set(states(first, second, third, fourth)) == {"requested"}
    assert nadia.query_count <= MOST_STATEMENTS


def test_a_team_that_would_be_too_thin(visit, cast, ask):
    """Each alone leaves enough of the team; all of them do not."""
    requests = [ask(person, percent=40) for person in (cast.ines, cast.tom, cast.lea, cast.lila)]
    nadia = visit(cast.nadia)
    alone = nadia.get(picking(requests[0])).text
    together = nadia.get(picking(*requests)).text
    assert together.count("would keep") >= alone.count("would keep")


def test_those_picked_are_authorized_together(app, visit, cast, ask, states):
    first, second, other = ask(cast.ines), ask(cast.tom), ask(cast.lea)
    nadia = visit(cast.nadia)
    page = nadia.get(picking(first, second))
    foretold = nadia.submit(page, SEND, {"foretell": "several"}, status=200)
    assert "4 messages would be sent" in foretold.text
    assert states(first, second) == ["requested", "requested"]
    nadia.submit(page, SEND, {"several-note": "Have a good mission."})
    assert states(first, second, other) == ["approved", "approved", "requested"]
    after = nadia.get(PAGE).text
    assert "2 requests authorized: Inès Carvalho, Tom Lefèvre. Everyone concerned was told." in after
    with app.app_context():
        told = [mail["to"].partition("@")[0] for mail in mails_written() if mail["event"] == "allocations/approved"]
    assert sorted(told) == ["ines", "karim", "karim", "tom"]


def test_a_second_click_changes_nothing(app, visit, cast, ask, states):
    request = ask(cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(picking(request))
    nadia.submit(page, SEND)
    nadia.submit(page, SEND)
    assert states(request) == ["approved"]
    with app.app_context():
        assert (
            db.session.scalars(sa.select(PersonWeek.used).where(PersonWeek.person_id == cast.ines.id)).all() == [20] * 4
        )


def test_what_moved_on_meanwhile_is_left_and_said(app, visit, cast, ask, states):
    first, second = ask(cast.ines), ask(cast.tom)
    nadia = visit(cast.nadia)
    page = nadia.get(picking(first, second))
    with app.app_context():
        refuse_request(cast.nadia.person(), first.load(), reason="workload")
    nadia.submit(page, SEND)
    assert states(first, second) == ["refused", "approved"]
    after = nadia.get(PAGE).text
    assert "Inès Carvalho: not authorized." in after
    assert "1 request authorized: Tom Lefèvre." in after


def test_what_would_break_a_rule_meanwhile_is_left(app, visit, cast, ask, states):
    request = ask(cast.ines)
    nadia = visit(cast.nadia)
    page = nadia.get(picking(request))
    with app.app_context(), transaction() as session:
        session.add(PersonWeek(person_id=cast.ines.id, week=week(4), used=30))
    nadia.submit(page, SEND)
    assert states(request) == ["requested"]
    assert "Nothing was authorized." in nadia.get(PAGE).text


def test_nobody_else_s_requests(visit, cast, ask, states):
    request = ask(cast.ines)
    tom = visit(cast.tom)
    assert "Nothing to decide for now" in tom.get(picking(request)).text
    token = tom.token(PAGE)
    tom.post(SEND, {"csrf_token": token, "pick": request.public_id}, status=404)
    visit(cast.sofia).get(PAGE, status=403)
    assert states(request) == ["requested"]


def test_nothing_picked(visit, cast, ask):
    ask(cast.ines)
    nadia = visit(cast.nadia)
    token = nadia.token(PAGE)
    assert "Pick one request at least." in nadia.post(SEND, {"csrf_token": token}, status=422).text
    nadia.get(PAGE + "?pick=nothing&pick=%00")
