"""Who is where, and who decides for whom."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account, AccountRole, Role
from portal.extensions import db
from portal.organization.models import LENT_KINDS, Person, Unit

# No hierarchy is that deep; it bounds the walk should two people ever manage each other.
HIGHEST = 40


@lru_cache(maxsize=1)
def _line_above() -> sa.Select[Any]:
    """The people above the person of key `:below`, nearest first. Written once: it is asked for on many pages."""
    below = sa.bindparam("below", type_=sa.Integer)
    line = (
        sa.select(Person.manager_id.label("id"), sa.literal(1).label("distance"))
        .where(Person.id == below, Person.manager_id.is_not(None))
        .cte("management_line", recursive=True)
    )
    above = (
        sa.select(Person.manager_id, line.c.distance + 1)
        .join(line, Person.id == line.c.id)
        .where(Person.manager_id.is_not(None), Person.manager_id != below, line.c.distance < HIGHEST)
    )
    line = line.union_all(above)
    nearest = sa.select(line.c.id, sa.func.min(line.c.distance).label("distance")).group_by(line.c.id).subquery()
    return (
        sa.select(Person)
        .join(nearest, nearest.c.id == Person.id)
        .where(Person.id != below)
        .order_by(nearest.c.distance)
        .options(joinedload(Person.account).joinedload(Account.role_rows))
    )


def management_line(person_id: int) -> list[Person]:
    """The managers above a person, nearest first, with their accounts. Safe when the hierarchy has a cycle."""
    return list(db.session.scalars(_line_above(), {"below": person_id}).unique())


def deciders_above(person_id: int, excluded_ids: Collection[int | None] = ()) -> list[Person]:
    """The managers above a person who are still here, enabled and not in `excluded_ids`, nearest first."""
    return [
        manager
        for manager in management_line(person_id)
        if manager.id not in excluded_ids and manager.left_on is None and manager.account.is_enabled
    ]


def decider_for(person: Person, excluded_ids: Collection[int | None] = ()) -> Person | None:
    """Who decides for a person: the first manager above who is still here, enabled and not in `excluded_ids`.

    None when nobody above can decide; the request then goes to human resources.
    """
    return next(iter(deciders_above(person.id, excluded_ids)), None)


def people_below(person: Person) -> sa.Select[int]:
    """The ids of a person and of everyone below them, however deep. Safe when the hierarchy has a cycle."""
    below = sa.select(Person.id).where(Person.id == person.id).cte("people_below", recursive=True)
    below = below.union(sa.select(Person.id).join(below, Person.manager_id == below.c.id))
    return sa.select(below.c.id)


def still_here() -> sa.ColumnElement[bool]:
    """The condition on `Person` that they have not left."""
    return Person.left_on.is_(None)


def team_of(manager: Person) -> sa.Select[Person]:
    """The employees and temps who report to `manager` directly and are still here, by name."""
    return team_under(manager.id)


def team_under(manager_id: int) -> sa.Select[Person]:
    """As `team_of`, for the manager of this key."""
    return (
        sa.select(Person)
        .where(Person.manager_id == manager_id, Person.kind.in_(LENT_KINDS), still_here())
        .order_by(Person.family_name, Person.given_name, Person.id)
    )


def people_with_role(role: Role) -> sa.Select[Person]:
    """Those who hold a role, are still here and whose account is enabled, by name."""
    return (
        sa.select(Person)
        .join(Person.account)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role == role, Account.is_enabled, still_here())
        .order_by(Person.family_name, Person.given_name, Person.id)
    )


def units() -> sa.Select[Unit]:
    """Every unit, by code."""
    return sa.select(Unit).order_by(Unit.code)


def top_unit() -> Unit | None:
    """The unit at the top: the one coded DG, else the first without a parent."""
    top = sa.select(Unit).where(Unit.parent_id.is_(None)).order_by((Unit.code == "DG").desc(), Unit.id)
    return db.session.scalar(top.limit(1))
