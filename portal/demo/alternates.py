"""Who comes next where a place is offered to someone and others are shortlisted."""

from __future__ import annotations

from contextlib import suppress

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.applications.alternates.services import name_alternate
from portal.applications.models import Application, ApplicationState
from portal.core.errors import DomainError
from portal.demo import words
from portal.extensions import db

MOST = 6


def load_alternates() -> None:
    """The first six of them, every other one told."""
    first = aliased(Application)
    taken = (ApplicationState.OFFERED, ApplicationState.PENDING_CLEARANCE)
    offered = sa.exists().where(first.seat_id == Application.seat_id, first.state.in_(taken))
    shortlisted = sa.select(Application).where(Application.state == ApplicationState.SHORTLISTED, offered)
    for number, application in enumerate(db.session.scalars(shortlisted.order_by(Application.id).limit(MOST)).all()):
        owner = application.mission.owner
        with suppress(DomainError):
            name_alternate(owner, application, why=words.WHYS[owner.locale][0], is_told=number % 2 == 0)
