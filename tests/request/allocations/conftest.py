"""What these tests do before, and read back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.allocations import services
from portal.allocations.models import Allocation, Authorization, AuthorizationState, CounterProposal, PersonWeek
from portal.core import clock
from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.workflow import person_left
from tests.factories import week
from tests.mailbox import mails_written

REASON = "The launch cannot move, and the team knows it."


@pytest.fixture
def grant(app, world):
    """Have a request of someone's authorized by who decides on it, for weeks that are offsets from now."""

    def make(person, *, percent=20, first=0, last=3, **mission):
        request = world.authorization(world.mission(percent=percent, first=first, last=last, **mission), person)
        with app.app_context():
            authorization = request.load()
            services.authorize_time(authorization.decider, authorization, override_reason=REASON)
        return request

    return make


@pytest.fixture
def counter(app, cast, world):
    """A request to which its decider (Nadia unless told otherwise) proposed 10% from the third to the sixth week."""

    def make(person=None, *, mission=None, decider=None, **fields):
        request = world.authorization(mission or world.mission(), person or cast.ines, decider=decider)
        with app.app_context(), transaction() as session:
            found = request.load()
            found.state = AuthorizationState.COUNTERED
            found.decided_by_id, found.decided_at = found.decider_id, clock.now()
            terms = {"percent": 10, "first_week": week(3), "last_week": week(6), **fields}
            session.add(CounterProposal(authorization_id=found.id, by_id=found.decider_id, **terms))
        return request

    return make


@pytest.fixture
def stand(app):
    """Where a request stands: (its state, its decider's id), read afresh."""

    def read(request):
        with app.app_context():
            found = db.session.get_one(Authorization, request.id)
            return found.state.value, found.decider_id

    return read


@pytest.fixture
def used(app):
    """Someone's weeks: {offset from now: percent given}, from the counters."""

    def read(person):
        with app.app_context():
            rows = db.session.execute(
                sa.select(PersonWeek.week, PersonWeek.used).where(PersonWeek.person_id == person.id)
            )
            return {(monday - clock.this_week()).days // 7: percent for monday, percent in rows}

    return read


@pytest.fixture
def given(app):
    """The weeks a request was given, as offsets from now."""

    def read(request):
        with app.app_context():
            rows = db.session.scalars(sa.select(Allocation.week).where(Allocation.authorization_id == request.id))
            return sorted((monday - clock.this_week()).days // 7 for monday in rows)

    return read


@pytest.fixture
def mails(app):
    """Who was written what, as a sorted list of (name of the cast, event)."""

    def read():
        with app.app_context():
            return sorted((mail["to"].partition("@")[0], mail["event"]) for mail in mails_written())

    return read


@pytest.fixture
def bodies(app):
    """What the mails of an event say."""

    def read(event):
        with app.app_context():
            return [mail["body"] for mail in mails_written() if mail["event"] == event]

    return read


@pytest.fixture
def event_of(app):
    """The latest event of a kind about a request."""

    def read(request, action):
        with app.app_context():
            return db.session.scalars(
                sa.select(Event)
                .where(Event.subject_type == "authorization", Event.subject_id == request.id, Event.action == action)
                .order_by(Event.id.desc())
            ).first()

    return read


@pytest.fixture
def change(app):
    """Change columns of a member of the cast, and let a moment of the organization's life come."""

    def make(someone, moment=None, *, is_enabled=True, **columns):
        with app.app_context(), transaction() as session:
            person = someone.person()
            for name, value in columns.items():
                setattr(person, name, value)
            person.account.is_enabled = is_enabled
            session.flush()
            if moment is not None:
                moment(person)

    return make


@pytest.fixture
def leave(change):
    """Someone leaves the organization today."""

    def make(someone):
        change(someone, person_left, is_enabled=False, left_on=clock.today())

    return make
