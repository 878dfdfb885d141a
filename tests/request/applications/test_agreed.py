"""What was agreed is what everyone reads: the offer as accepted, or what clearance made of it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.allocations import time_plans
from portal.allocations.models import Authorization
from portal.applications.models import Application, ApplicationState, Terms
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.engagements.models import Engagement
from portal.extensions import db
from tests.factories import week


@pytest.fixture
def agreed(app):
    """What stands as agreed on an application."""

    def read(application):
        with app.app_context():
            return db.session.get_one(Application, application.id).agreed

    return read


@pytest.fixture
def accept(visit):
    """The talent accepts the offer they have."""

    def act(person, application):
        someone = visit(person)
        someone.submit(someone.get(f"/applications/{application.public_id}"), "/accept")

    return act


def bodies(app):
    with app.app_context():
        items = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail").order_by(OutboxItem.id))
        return [(item.payload["to"].partition("@")[0], item.payload["event"], item.payload["body"]) for item in items]


def test_accepting_agrees_on_the_offer(cast, world, accept, agreed):
    application = world.application(world.mission(percent=20), cast.ines, state=ApplicationState.OFFERED)
    assert agreed(application) is None
    accept(cast.ines, application)
    assert agreed(application) == Terms(20, week(2), week(7))


def test_other_terms_are_what_was_agreed_once_they_bind(app, cast, world, visit, accept, agreed):
    application = world.application(world.mission(percent=20), cast.ines, state=ApplicationState.OFFERED)
    accept(cast.ines, application)
    with app.app_context():
        request = db.session.scalars(sa.select(Authorization.public_id)).one()
    nadia = visit(cast.nadia)
    terms = {
        "counter-percent": "10",
        "counter-first_week": week(3).isoformat(),
        "counter-last_week": week(6).isoformat(),
        "counter-note": "Less",
    }
    nadia.submit(nadia.get(f"/desk/{request}"), "/counter", terms)
    assert agreed(application) == Terms(20, week(2), week(7))
    before = len(bodies(app))
    for person in (cast.ines, cast.karim):
        someone = visit(person)
        someone.submit(someone.get(f"/applications/{application.public_id}"), "/accept")
    assert agreed(application) == Terms(10, week(3), week(6))

    told = bodies(app)[before:]
    assert sorted((to, event) for to, event, _ in told) == [
        ("ines", "allocations/approved"),
        ("karim", "allocations/approved"),
        ("karim", "allocations/half_accepted"),
        ("nadia", "allocations/bound"),
    ]
    assert not [body for _, _, body in told if "20%" in body]

    ines = visit(cast.ines)
    page = ines.get(f"/applications/{application.public_id}")
    assert "What was agreed" in page.text
    assert "10% of the week" in page.text
    assert "20% of the week" in page.text  # the offer stays as history
    karim = visit(cast.karim).get(f"/applications/{application.public_id}")
    assert "10% of the week" in karim.text
    home = ines.get("/")
    assert "10%" in home.text
    assert "20%" not in home.text


def test_procurement_s_dates_are_what_was_agreed(app, cast, world, visit, accept, agreed):
    application = world.application(world.mission(percent=20), cast.sofia, state=ApplicationState.OFFERED)
    accept(cast.sofia, application)
    with app.app_context():
        engagement = db.session.scalars(sa.select(Engagement.public_id)).one()
    paul = visit(cast.paul)
    dates = {
        "approve-daily_rate": "500",
        "approve-starts_on": week(3).isoformat(),
        "approve-ends_on": week(5).isoformat(),
    }
    paul.submit(paul.get(f"/engagements/{engagement}"), "/approve", dates)
    assert agreed(application) == Terms(20, week(3), week(5))
    with app.app_context():
        plan = time_plans.plan_of([db.session.get_one(Application, application.id)])
    assert sorted(plan[application.id]) == [week(3), week(4), week(5)]


def test_one_mail_for_each_decision_and_reader(app, cast, world, visit):
    granted = world.authorization(world.mission(), cast.ines)
    refused = world.authorization(world.mission(), cast.tom)
    nadia = visit(cast.nadia)
    nadia.submit(nadia.get(f"/desk/{granted.public_id}"), "/authorize")
    said = {"refuse-reason": "workload", "refuse-text": "The fair comes first."}
    nadia.submit(nadia.get(f"/desk/{refused.public_id}"), "/refuse", said)
    told = bodies(app)
    assert sorted((to, event) for to, event, _ in told) == [
        ("ines", "allocations/approved"),
        ("karim", "allocations/approved"),
        ("karim", "allocations/refused"),
        ("tom", "allocations/refused"),
    ]
    texts = {(to, event): body for to, event, body in told}
    assert "Karim Haddad will welcome you." in texts["ines", "allocations/approved"]
    assert "It was the last one" in texts["karim", "allocations/approved"]
    assert "The fair comes first." in texts["tom", "allocations/refused"]
    assert "offer it to someone else" in texts["karim", "allocations/refused"]


def test_a_place_held_has_its_terms(app, cast, world):
    """The database refuses a place without terms, and terms that are not whole."""
    application = world.application(world.mission(), cast.ines)
    statements = (
        "UPDATE application SET state = 'confirmed'",
        "UPDATE application SET agreed_percent = 20",
        "UPDATE application SET agreed_percent = 20, agreed_first_week = '2026-01-12', agreed_last_week = '2026-01-05'",
    )
    for statement in statements:
        with app.app_context(), pytest.raises(sa.exc.IntegrityError), transaction() as session:
            session.connection().execute(sa.text(statement))
    assert application
