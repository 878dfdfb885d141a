"""An offer without an answer on the promised day ends, and both sides know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from portal.applications import services
from portal.applications.models import Application
from portal.applications.models import ApplicationState as S
from portal.core import clock, worker
from portal.core.outbox import OutboxItem
from portal.extensions import db

MONDAY = datetime(2026, 3, 16, 9, tzinfo=UTC)
DUE = datetime(2026, 3, 23, 22, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _frozen():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def offered(cast, world):
    return world.application(world.mission(co_owner=cast.claire), cast.ines, state=S.OFFERED)


def pass_an_hour(app, moment):
    with clock.at(moment), app.app_context():
        worker.do_chores()


def told(app):
    with app.app_context():
        mails = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail"))
        return sorted((mail.payload["to"].partition("@")[0], mail.payload["event"]) for mail in mails)


def test_it_stands_until_the_end_of_the_day(app, offered):
    pass_an_hour(app, DUE)
    with app.app_context():
        assert offered.load().state is S.OFFERED
    assert told(app) == []


def test_it_lapses_the_day_after(app, cast, offered, visit):
    pass_an_hour(app, DUE + timedelta(hours=1))
    with app.app_context():
        assert offered.load().state is S.LAPSED
    expected = [
        ("claire", "applications/lapsed_owner"),
        ("ines", "applications/lapsed"),
        ("karim", "applications/lapsed_owner"),
    ]
    assert told(app) == expected
    pass_an_hour(app, DUE + timedelta(hours=2))
    assert told(app) == expected
    assert "The offer lapsed without an answer" in visit(cast.karim).get(f"/applications/{offered.public_id}").text
    french = visit(cast.ines, locale="fr").get(f"/applications/{offered.public_id}")
    assert "La proposition est devenue caduque sans réponse" in french.text


def test_the_place_can_be_offered_and_asked_for_again(app, cast, offered):
    pass_an_hour(app, DUE + timedelta(hours=1))
    with clock.at(DUE + timedelta(hours=2)), app.app_context():
        seat = offered.load().seat
        again = services.apply_to_seat(cast.ines.person(), seat, message="I was away last week.", key=None)
        assert again.state is S.SUBMITTED


def test_what_was_answered_in_time_is_left_alone(app, cast, offered):
    with app.app_context():
        found = offered.load()
        services.accept_offer(found.person, found)
    pass_an_hour(app, DUE + timedelta(hours=1))
    with app.app_context():
        assert offered.load().state is S.PENDING_CLEARANCE


def test_an_answer_at_the_same_moment_wins(app, cast, offered):
    """The chore read that the offer is late, and by then it is accepted."""
    with app.app_context():
        found = offered.load()
        services.accept_offer(found.person, found)
    with clock.at(DUE + timedelta(hours=1)), app.app_context():
        assert services.lapse_offer(db.session.get_one(Application, offered.id)) is False
