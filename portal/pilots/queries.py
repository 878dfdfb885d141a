"""Pilots, read in few queries."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import Role
from portal.core.errors import NotFound
from portal.extensions import db
from portal.organization.models import Person
from portal.organization.queries import people_with_role
from portal.pilots.models import Pilot, PilotState


def visible_to(actor: Person) -> sa.Select[Pilot]:
    """What `actor` may see: employees every pilot that is past its draft; HR and its sponsor the drafts too.

    Externals see none: a pilot is an internal matter; what binds them stands on the mission itself.
    """
    select = sa.select(Pilot)
    if actor.is_external:
        return select.where(sa.false())
    if "hr" in actor.roles:
        return select
    return select.where(sa.or_(Pilot.state != PilotState.DRAFT, Pilot.sponsor_id == actor.id))


def list_visible(actor: Person) -> Sequence[Pilot]:
    """Every pilot the actor may see, the running ones first, with sponsor, units and rules."""
    order = sa.case({state: number for number, state in enumerate(_ORDER)}, value=Pilot.state, else_=len(_ORDER))
    return db.session.scalars(
        visible_to(actor)
        .options(joinedload(Pilot.sponsor), selectinload(Pilot.units), selectinload(Pilot.rules))
        .order_by(order, Pilot.starts_on.desc())
        .limit(100)
    ).all()


def get_visible(actor: Person, public_id: str) -> Pilot:
    """One pilot, with sponsor, units and every version of its rules. Raises `NotFound`."""
    pilot = db.session.scalar(
        visible_to(actor)
        .where(Pilot.public_id == public_id)
        .options(joinedload(Pilot.sponsor), selectinload(Pilot.units), selectinload(Pilot.rules))
    )
    if pilot is None:
        raise NotFound
    return pilot


def sponsors() -> Sequence[Person]:
    """Who may sponsor a pilot."""
    return db.session.scalars(people_with_role(Role.PILOT_SPONSOR)).all()


_ORDER = (
    PilotState.RUNNING,
    PilotState.EXTENDED,
    PilotState.EVALUATING,
    PilotState.APPROVED,
    PilotState.DRAFT,
    PilotState.GENERALISED,
    PilotState.STOPPED,
)
