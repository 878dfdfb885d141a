"""An engagement that waits, and the terms behind it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from portal.applications.models import ApplicationState
from portal.core.transaction import transaction
from portal.engagements.models import Engagement, ExternalTerms, Firm, Tier, firm_key
from portal.extensions import db


@pytest.fixture
def terms(app):
    """Write the firm and the daily rate (cents) of an external, or change the rate."""

    def write(person, cents: int | None, firm: str | None = None) -> None:
        with app.app_context(), transaction() as session:
            row = session.get(ExternalTerms, person.id)
            if row is None:
                row = ExternalTerms(person_id=person.id)
                session.add(row)
            row.daily_rate_cents = cents
            if firm is not None:
                row.firm = Firm(name=firm, name_key=firm_key(firm), tier=Tier.PANEL)

    return write


@dataclass(frozen=True)
class Waiting:
    """A drafted engagement: its mission, its application, and where it is."""

    mission: object
    application: object
    id: int
    public_id: str


@pytest.fixture
def waiting(app, world, cast, visit, terms):
    """Théo, consultant of Lisarde at 620.50 a day, accepted Karim's offer."""
    terms(cast.theo, 62050, "Cabinet Lisarde")
    mission = world.mission(co_owner=cast.oscar, percent=20, first=2, last=7)
    application = world.application(mission, cast.theo, state=ApplicationState.OFFERED)
    theo = visit(cast.theo)
    theo.submit(theo.get(f"/applications/{application.public_id}"), "/accept")
    with app.app_context():
        found = db.session.scalars(sa.select(Engagement)).one()
        return Waiting(mission, application, found.id, found.public_id)


@pytest.fixture
def read(app):
    """An attribute path of an engagement, read afresh: `read(waiting, "state")`."""

    def value(waiting: Waiting, *path: str):
        with app.app_context():
            found = db.session.get_one(Engagement, waiting.id)
            for name in path:
                found = getattr(found, name)
            return found

    return value
