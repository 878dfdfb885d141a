"""Reading delegations: those of a manager, those of who stands in, and what the clock asks of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.organization.delegations import LIVE_STATES, Delegation, DelegationState
from portal.organization.models import Person
from portal.organization.queries import team_of

MOST = 30


def visible_to(actor: Person) -> sa.Select[Delegation]:
    """Those that `actor` gave or received: nobody else's."""
    return sa.select(Delegation).where(sa.or_(Delegation.manager_id == actor.id, Delegation.delegate_id == actor.id))


def get_visible(actor: Person, public_id: str) -> Delegation:
    """One of them. Raises `NotFound` for strangers and missing ones alike."""
    found = db.session.scalar(
        visible_to(actor)
        .where(Delegation.public_id == public_id)
        .options(joinedload(Delegation.manager), joinedload(Delegation.delegate))
    )
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Given:
    """What the page shows: the live ones that someone gave, those they received, and the last ones that ended."""

    given: list[Delegation]
    received: list[Delegation]
    ended: list[Delegation]


def list_delegations(actor: Person) -> Given:
    """All of someone's delegations, by their days; those that ended from the latest on."""
    manager, delegate = sa.orm.aliased(Person), sa.orm.aliased(Person)
    is_live = Delegation.state.in_(LIVE_STATES)
    rows = db.session.scalars(
        visible_to(actor)
        .join(Delegation.manager.of_type(manager))
        .join(Delegation.delegate.of_type(delegate))
        .options(
            contains_eager(Delegation.manager.of_type(manager)), contains_eager(Delegation.delegate.of_type(delegate))
        )
        .order_by(is_live.desc(), Delegation.last_day.desc(), Delegation.id.desc())
        .limit(MOST)
    ).all()
    live = sorted((one for one in rows if one.state in LIVE_STATES), key=lambda one: (one.first_day, one.id))
    return Given(
        [one for one in live if one.manager_id == actor.id],
        [one for one in live if one.delegate_id == actor.id],
        [one for one in rows if one.state is DelegationState.ENDED],
    )


def running_of(manager: Any) -> sa.Select[Delegation]:
    """The one by which someone decides in this manager's place today, if any."""
    return sa.select(Delegation).where(Delegation.manager_id == manager.id, Delegation.state == DelegationState.RUNNING)


def get_running(manager: Person) -> Delegation | None:
    """The same, with who it is."""
    return db.session.scalar(running_of(manager).options(joinedload(Delegation.delegate)))


def manages(person: Person) -> bool:
    """Whether someone is managed by this person."""
    return db.session.scalar(team_of(person).order_by(None).with_only_columns(Person.id).limit(1)) is not None


def live_during(people: Sequence[Person], first_day: date, last_day: date) -> Sequence[Delegation]:
    """The live delegations that these people give or receive on one of these days at least."""
    ids = [person.id for person in people]
    return db.session.scalars(
        sa.select(Delegation)
        .where(
            Delegation.state.in_(LIVE_STATES),
            sa.or_(Delegation.manager_id.in_(ids), Delegation.delegate_id.in_(ids)),
            Delegation.first_day <= last_day,
            Delegation.last_day >= first_day,
        )
        .order_by(Delegation.first_day, Delegation.id)
    ).all()


def live_of(person: Person) -> Sequence[Delegation]:
    """The live ones that someone gave or received."""
    return db.session.scalars(visible_to(person).where(Delegation.state.in_(LIVE_STATES)).order_by(Delegation.id)).all()


def due_by_now() -> Sequence[int]:
    """The ids of those whose last day is past, then of those whose first day has come."""
    today = clock.today()
    is_past = Delegation.last_day < today
    return db.session.scalars(
        sa.select(Delegation.id)
        .where(
            sa.or_(
                sa.and_(Delegation.state.in_(LIVE_STATES), is_past),
                sa.and_(Delegation.state == DelegationState.PLANNED, Delegation.first_day <= today),
            )
        )
        .order_by(is_past.desc(), Delegation.id)
    ).all()
