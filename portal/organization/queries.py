"""Who is where, and who decides for whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.accounts.models import Account, AccountRole, Role
from portal.core import clock
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.organization.delegations import Delegation, DelegationState
from portal.organization.models import LENT_KINDS, Named, Person, Unit

# No hierarchy is that deep; it bounds the walk should two people ever manage each other.
HIGHEST = 40


@dataclass(frozen=True, slots=True)
class Decider(Named):
    """Someone who may be asked to decide for others: by name, with their roles, and whether they still can.

    `in_place_of` is the manager who gave them their decisions for a while, `delegate` whom this manager gave theirs to.
    """

    id: int
    given_name: str
    family_name: str
    roles: frozenset[Role]
    is_able: bool
    in_place_of: Decider | None = None
    delegate: Decider | None = None


def _line_above() -> Any:
    """The people above the person of key `:below`, nearest first, once for each of their roles."""
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
    is_able = sa.and_(still_here(), Account.is_enabled)
    delegate, access = aliased(Person), aliased(Account)
    delegate_is_able = sa.and_(delegate.left_on.is_(None), access.is_enabled)
    return (
        sa.select(
            *(Person.id, Person.given_name, Person.family_name, is_able),
            *(delegate.id, delegate.given_name, delegate.family_name, delegate_is_able),
            AccountRole.role,
        )
        .join(nearest, nearest.c.id == Person.id)
        .join(Account, Account.id == Person.account_id)
        .outerjoin(AccountRole, AccountRole.account_id == Account.id)
        .outerjoin(Delegation, sa.and_(Delegation.manager_id == Person.id, _runs_today()))
        .outerjoin(delegate, delegate.id == Delegation.delegate_id)
        .outerjoin(access, access.id == delegate.account_id)
        .where(Person.id != below)
        .order_by(nearest.c.distance)
    )


def _runs_today() -> sa.ColumnElement[bool]:
    """The condition on `Delegation` that it holds today, should its last day be past and nobody have ended it yet."""
    today = sa.bindparam(None, callable_=clock.today, type_=sa.Date())
    return sa.and_(Delegation.state == DelegationState.RUNNING, Delegation.last_day >= today)


def still_here() -> sa.ColumnElement[bool]:
    """The condition on `Person` that they have not left."""
    return Person.left_on.is_(None)


def may_read_portal() -> sa.ColumnElement[bool]:
    """The condition on `Person` and `Account` that someone is told anything: see `accounts.queries.may_sign_in`."""
    # The day of the asking, not of the writing: a statement made from this one may be kept from day to day.
    today = sa.bindparam(None, callable_=clock.today, type_=sa.Date())
    return sa.and_(Account.is_enabled, sa.or_(Person.left_on.is_(None), Person.left_on > today))


# Asked for on many pages, so written once.
_LINE_ABOVE = Prepared(_line_above())


def management_line(person_id: int) -> list[Decider]:
    """The managers above a person, nearest first. Safe when the hierarchy has a cycle."""
    line: dict[int, list[Any]] = {}
    roles: dict[int, set[Role]] = {}
    for key, *manager, role in _LINE_ABOVE.rows(below=person_id):
        line[key] = manager
        roles.setdefault(key, set()).update([role] if role is not None else [])
    return [
        Decider(key, given, family, frozenset(roles[key]), is_able, delegate=_delegate(*delegate))
        for key, (given, family, is_able, *delegate) in line.items()
    ]


def _delegate(key: int | None, given: str, family: str, is_able: bool | None) -> Decider | None:
    return Decider(key, given, family, frozenset(), bool(is_able)) if key is not None else None


def deciders_above(person_id: int, excluded_ids: Collection[int | None] = ()) -> list[Decider]:
    """Who decides above a person, nearest first: the managers who are still here, enabled and not in `excluded_ids`,
    each replaced by whom they gave their decisions to, as long as that one may decide too. No chains: the delegate of a
    delegate decides nothing.
    """
    asked: dict[int, Decider] = {}
    for manager in management_line(person_id):
        if not manager.is_able or manager.id in excluded_ids:
            continue
        delegate = manager.delegate
        if delegate is not None and delegate.is_able and delegate.id not in excluded_ids:
            asked.setdefault(delegate.id, replace(delegate, in_place_of=manager))
        else:
            asked.setdefault(manager.id, manager)
    return list(asked.values())


def decider_for(person: Person, excluded_ids: Collection[int | None] = ()) -> Decider | None:
    """Who decides for a person: the first manager above who is still here, enabled and not in `excluded_ids`.

    None when nobody above can decide; the request then goes to human resources.
    """
    return next(iter(deciders_above(person.id, excluded_ids)), None)


def deciders_with_role(role: Role) -> list[Decider]:
    """Those of `people_with_role`, by name."""
    named = people_with_role(role).with_only_columns(Person.id, Person.given_name, Person.family_name)
    return [Decider(*row, frozenset({role}), is_able=True) for row in db.session.execute(named)]


def people_below(person: Person) -> sa.Select[int]:
    """The ids of a person and of everyone below them, however deep. Safe when the hierarchy has a cycle."""
    below = sa.select(Person.id).where(Person.id == person.id).cte("people_below", recursive=True)
    below = below.union(sa.select(Person.id).join(below, Person.manager_id == below.c.id))
    return sa.select(below.c.id)


def team_of(manager: Person) -> sa.Select[Person]:
    """The employees and temps who report to `manager` directly and are still here, by name."""
    return teams_where(Person.manager_id == manager.id)


def teams_where(managed: sa.ColumnElement[bool]) -> sa.Select[Person]:
    """As `team_of`, for the managers of whom a condition on `Person.manager_id` holds."""
    return (
        sa.select(Person)
        .where(managed, Person.kind.in_(LENT_KINDS), still_here())
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
