"""Whose teams someone reads, and for what the time of a team is given or asked. One statement each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.allocations.models import GRANTED_STATES, WAITING_STATES, Allocation, Authorization, CounterProposal
from portal.allocations.models import AuthorizationState as S
from portal.allocations.queries import for_the_desk
from portal.applications.queries import applied_to
from portal.core.among import among
from portal.core.bilingual import Text, choose
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.missions.models import Mission
from portal.missions.queries import AnyReader
from portal.organization.delegations import Delegation, DelegationState
from portal.organization.models import Named, Person
from portal.organization.queries import team_of

_ASKED = (*WAITING_STATES, S.COUNTERED)
_ME = AnyReader(is_external=False, roles=frozenset())


@dataclass(frozen=True, slots=True)
class Lead(Named):
    """Someone whose team is read: oneself, or whom one stands in for."""

    id: int
    public_id: str
    given_name: str
    family_name: str


@dataclass(frozen=True, slots=True)
class Member(Named):
    """Someone of the team."""

    id: int
    public_id: str
    given_name: str
    family_name: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share of someone's weeks, given to a mission or asked for it. `public_id` leads to the request, where its
    reader may follow it, else it is empty."""

    person_id: int
    public_id: str
    title: Text
    state: S
    percent: int
    first_week: date
    last_week: date

    @property
    def is_asked(self) -> bool:
        """Whether nothing is given yet."""
        return self.state in _ASKED


_LEADS = Prepared(
    sa.select(Person.id, Person.public_id, Person.given_name, Person.family_name)
    .join(Delegation, Delegation.manager_id == Person.id)
    .where(Delegation.delegate_id == _ME.as_person.id, Delegation.state == DelegationState.RUNNING)
    .order_by(Person.family_name, Person.given_name, Person.id)
)


def leads_of(actor: Person) -> list[Lead]:
    """Whose teams `actor` reads: their own first, then those of whom they stand in for today."""
    own = Lead(actor.id, actor.public_id, actor.given_name, actor.family_name)
    return [own, *(Lead(*row) for row in _LEADS.rows(me=actor.id))]


def lead_among(leads: Collection[Lead], public_id: str | None) -> Lead:
    """The one meant, the first when none is. Raises `NotFound` for anyone else."""
    for lead in leads:
        if public_id in (None, lead.public_id):
            return lead
    raise NotFound


_MEMBERS = Prepared(
    team_of(_ME.as_person).with_only_columns(Person.id, Person.public_id, Person.given_name, Person.family_name)
)


def members_of(lead: Lead) -> list[Member]:
    """The employees and temps who report to them directly, by name."""
    return [Member(*row) for row in _MEMBERS.rows(me=lead.id)]


def _shares() -> sa.Select[Any]:
    """What is given, by its weeks that are left; then what is asked, by the terms that would count."""
    followed = Authorization.id.in_(for_the_desk(_ME.as_person).with_only_columns(Authorization.id))
    link = sa.case((followed, Authorization.public_id), else_="")
    titles = (Mission.title_fr, Mission.title_en)
    people = among(Authorization.person_id, "people")
    first, last = sa.bindparam("first", type_=sa.Date()), sa.bindparam("last", type_=sa.Date())
    weeks = (
        sa.select(
            Allocation.authorization_id,
            *(sa.func.max(Allocation.percent).label("percent"), sa.func.min(Allocation.week).label("first_week")),
            sa.func.max(Allocation.week).label("last_week"),
        )
        .where(among(Allocation.person_id, "people"))
        .group_by(Allocation.authorization_id)
        .having(sa.func.min(Allocation.week) <= last, sa.func.max(Allocation.week) >= first)
        .subquery()
    )
    given = (
        sa.select(
            *(Authorization.person_id, link.label("link"), *titles, Authorization.state),
            *(weeks.c.percent, weeks.c.first_week, weeks.c.last_week),
        )
        .join(weeks, weeks.c.authorization_id == Authorization.id)
        .join(Mission, Mission.id == Authorization.mission_id)
        .where(Authorization.state.in_((*GRANTED_STATES, S.SUSPENDED, S.REVOKED, S.ENDED)))
    )
    percent = sa.func.coalesce(CounterProposal.percent, Authorization.percent)
    begins = sa.func.coalesce(CounterProposal.first_week, Authorization.first_week)
    ends = sa.func.coalesce(CounterProposal.last_week, Authorization.last_week)
    asked = (
        sa.select(Authorization.person_id, link.label("link"), *titles, Authorization.state, percent, begins, ends)
        .join(Mission, Mission.id == Authorization.mission_id)
        .outerjoin(CounterProposal, CounterProposal.authorization_id == Authorization.id)
        # Nobody reads who else applied to the mission they applied to.
        .where(Authorization.state.in_(_ASKED), people, begins <= last, ends >= first)
        .where(~applied_to(_ME.as_person, Authorization.mission_id))
    )
    both = sa.union_all(given, asked).subquery()
    return sa.select(both).order_by(both.c.first_week, both.c.link)


_SHARES = Prepared(_shares())


def shares_of(actor: Person, people: Collection[int], first: date, last: date, locale: str) -> list[Share]:
    """What these people give or are asked for in the weeks from `first` to `last`, Mondays, the earliest first."""
    rows = _SHARES.rows(me=actor.id, people=list(people), first=first, last=last)
    return [
        Share(person_id, link, choose(french, english, locale), state, percent, begins, ends)
        for person_id, link, french, english, state, percent, begins, ends in rows
    ]
