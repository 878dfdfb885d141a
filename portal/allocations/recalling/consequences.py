"""What happens to what is taken back when the time itself ends."""

from __future__ import annotations

import sqlalchemy as sa

from portal.allocations.models import Authorization
from portal.allocations.recalling.models import LIVE_STATES, Recall
from portal.allocations.recalling.services import end_with
from portal.applications.models import Application
from portal.applications.workflow import seat_given_up
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.workflow import mission_completed
from portal.organization.models import Person


@seat_given_up.then
def end_with_the_place(actor: Person | None, application: Application) -> None:
    """A place given up: nothing more is taken back of it."""
    _end(Authorization.application_id == application.id)


@mission_completed.then
def end_with_the_mission(actor: Person, mission: Mission) -> None:
    """A mission is over: so is what was taken back from it."""
    _end(Authorization.mission_id == mission.id)


def _end(which: sa.ColumnElement[bool]) -> None:
    waiting = sa.select(Recall.authorization_id).where(Recall.state.in_(LIVE_STATES))
    for authorization in db.session.scalars(sa.select(Authorization).where(which, Authorization.id.in_(waiting))):
        end_with(authorization)
