"""Declared time: what someone may fill in, what they declared, what waits for whom. Minutes; weeks are Mondays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload

from portal.allocations.models import Allocation, Authorization, TimeEntry, TimeState
from portal.allocations.time_rules import OLDEST_WEEKS, WEEKS_AFTER_END, Window, is_due, planned_minutes, window
from portal.applications.models import Application, ApplicationState
from portal.core import clock
from portal.core.audit import Event
from portal.core.bilingual import Text, choose
from portal.core.errors import NotFound
from portal.core.pagination import Page, paginate_rows
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.queries import AnyReader, owned_ids
from portal.organization.faces import face_columns
from portal.organization.models import Kind, Person

LONGEST_LIST = 100
GIVEN_UP_STATES = (ApplicationState.WITHDRAWN, ApplicationState.RELEASED)

Plan = dict[int, dict[date, int]]

# Who asks, in the statements that are built once: their key comes as `me`.
_ANYONE = AnyReader(is_external=False, roles=frozenset()).as_person


@dataclass(frozen=True)
class Place:
    """A place someone holds, or held until lately, and the weeks they may fill in for it."""

    application: Application
    window: Window


@dataclass(frozen=True, slots=True)
class Declared:
    """A line of someone's history: the minutes of a week on a mission, its owners (key and name), and who confirmed
    it when (empty and None: nobody yet)."""

    week: date
    minutes: int
    note: str
    title: Text
    owners: tuple[tuple[int, str], ...]
    confirmed_by: str
    confirmed_at: datetime | None

    def confirmers(self, person: Person) -> list[str]:
        """The names of those who can confirm it: who owns the mission, and the line manager who lends the time."""
        names = {key: name for key, name in self.owners if key != person.id}
        if person.needs_authorization and person.manager is not None:
            names[person.manager.id] = person.manager.full_name
        return list(names.values())


@dataclass(frozen=True)
class TimeSummary:
    """What waits for someone's confirmation, in figures."""

    people: int
    minutes: int
    entries: int


def _is_open() -> sa.ColumnElement[bool]:
    """A place that is held, or that ended in the last weeks and was confirmed before that."""
    lately = clock.now() - timedelta(weeks=WEEKS_AFTER_END)
    ended = sa.or_(
        Application.state == ApplicationState.COMPLETED,
        sa.and_(Application.state.in_(GIVEN_UP_STATES), _confirmation().is_not(None)),
    )
    return sa.or_(
        Application.state == ApplicationState.CONFIRMED,
        sa.and_(Application.changed_at >= lately, ended),
    )


def _confirmation() -> sa.ScalarSelect[Any]:
    return (
        sa.select(sa.func.min(Event.at))
        .where(
            Event.subject_type == Application.__tablename__,
            Event.subject_id == Application.id,
            Event.to_state == ApplicationState.CONFIRMED.value,
        )
        .correlate(Application)
        .scalar_subquery()
    )


def _confirmed_at() -> sa.ColumnElement[Any]:
    return sa.func.coalesce(_confirmation(), Application.created_at)


def _ended_at() -> sa.ColumnElement[Any]:
    return sa.case((Application.state != ApplicationState.CONFIRMED, Application.changed_at), else_=None)


def places_of(person: Person) -> list[Place]:
    """The places this person may declare time for, in the order they began."""
    rows = db.session.execute(
        sa.select(Application, _confirmed_at(), _ended_at())
        .join(Application.mission)
        .where(Application.person_id == person.id, _is_open())
        .options(
            defer(Application.message),
            contains_eager(Application.mission)
            .load_only(Mission.title_fr, Mission.title_en, Mission.owner_id)
            .joinedload(Mission.owner)
            .load_only(*face_columns()),
        )
        .order_by(Application.agreed_first_week, Application.id)
    )
    return [Place(application, window(confirmed, ended)) for application, confirmed, ended in rows]


def weeks_to_fill(person: Person) -> int:
    """How many weeks this person has planned time in, far enough along and with nothing declared yet."""
    weeks = _allocated_unfilled(person) if person.needs_authorization else _agreed_unfilled(person)
    return len({week for week in weeks if is_due(week, clock.today())})


def _floor() -> date:
    return clock.this_week() - timedelta(weeks=OLDEST_WEEKS)


def _allocated_unfilled(person: Person) -> Iterable[date]:
    rows = db.session.execute(
        sa.select(Allocation.week, _confirmed_at(), _ended_at())
        .join(Authorization, Authorization.id == Allocation.authorization_id)
        .join(Application, Application.id == Authorization.application_id)
        .outerjoin(TimeEntry, sa.and_(TimeEntry.application_id == Application.id, TimeEntry.week == Allocation.week))
        .where(
            Allocation.person_id == person.id,
            Allocation.week.between(_floor(), clock.this_week()),
            TimeEntry.id.is_(None),
            _is_open(),
        )
    )
    return [week for week, confirmed, ended in rows if week in window(confirmed, ended)]


def _agreed_unfilled(person: Person) -> Iterable[date]:
    rows = db.session.execute(
        sa.select(
            Application.id,
            Application.agreed_first_week,
            Application.agreed_last_week,
            _confirmed_at(),
            _ended_at(),
            TimeEntry.week,
        )
        .outerjoin(TimeEntry, sa.and_(TimeEntry.application_id == Application.id, TimeEntry.week >= _floor()))
        .where(Application.person_id == person.id, Application.agreed_percent.is_not(None), _is_open())
    ).all()
    filled = {(row[0], row[5]) for row in rows}
    return {
        week
        for application_id, first, last, confirmed, ended, _ in rows
        for week in window(confirmed, ended).weeks()
        if first <= week <= last and (application_id, week) not in filled
    }


def plan_of(applications: Collection[Application]) -> Plan:
    """Minutes planned for each week, by application: what was authorized, or what was agreed with an external.

    Each application needs its person loaded.
    """
    plan: Plan = defaultdict(dict)
    authorized = [application.id for application in applications if application.person.needs_authorization]
    if authorized:
        rows = db.session.execute(
            sa.select(Authorization.application_id, Allocation.week, Allocation.percent)
            .join(Allocation, Allocation.authorization_id == Authorization.id)
            .where(Authorization.application_id.in_(authorized))
        )
        for application_id, week, percent in rows:
            plan[application_id][week] = planned_minutes(percent)
    for application in applications:
        agreed = application.agreed
        if agreed is not None and not application.person.needs_authorization:
            weeks = clock.weeks_between(agreed.first_week, agreed.last_week)
            plan[application.id] = dict.fromkeys(weeks, planned_minutes(agreed.percent))
    return plan


def minutes_by_application(ids: Iterable[int], *states: TimeState) -> dict[int, int]:
    """Minutes declared for each application, in the given states (all when none is given)."""
    rows = db.session.execute(
        sa.select(TimeEntry.application_id, sa.func.sum(TimeEntry.minutes))
        .where(TimeEntry.application_id.in_(list(ids)), TimeEntry.state.in_(states or tuple(TimeState)))
        .group_by(TimeEntry.application_id)
    )
    return {application_id: int(minutes) for application_id, minutes in rows}


def declared_minutes(ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Minutes declared for each application, and those of them confirmed."""
    confirmed = sa.case((TimeEntry.state == TimeState.CONFIRMED, TimeEntry.minutes), else_=0)
    rows = db.session.execute(
        sa.select(TimeEntry.application_id, sa.func.sum(TimeEntry.minutes), sa.func.sum(confirmed))
        .where(TimeEntry.application_id.in_(ids))
        .group_by(TimeEntry.application_id)
    )
    return {application_id: (int(minutes), int(sure)) for application_id, minutes, sure in rows}


def entries_between(person: Person, first: date, last: date) -> Sequence[TimeEntry]:
    """Everything this person declared for these weeks."""
    return db.session.scalars(
        sa.select(TimeEntry).where(TimeEntry.person_id == person.id, TimeEntry.week.between(first, last))
    ).all()


@lru_cache(maxsize=1)
def _history() -> sa.Select[Any]:
    """What the person of key `:me` declared, as `_declared` reads it. Written once: aliases cost as much as asking."""
    owner, co_owner, confirmer = (aliased(Person) for _ in range(3))
    names = [column for one in (owner, co_owner, confirmer) for column in (one.id, one.given_name, one.family_name)]
    return (
        sa.select(TimeEntry.week, TimeEntry.minutes, TimeEntry.note, TimeEntry.confirmed_at)
        .add_columns(Mission.title_fr, Mission.title_en, *names)
        .join(TimeEntry.mission)
        .join(owner, owner.id == Mission.owner_id)
        .outerjoin(co_owner, co_owner.id == Mission.co_owner_id)
        .outerjoin(confirmer, confirmer.id == TimeEntry.confirmed_by_id)
        .where(TimeEntry.person_id == sa.bindparam("me", type_=sa.Integer))
        .order_by(TimeEntry.week.desc(), TimeEntry.id)
    )


def history_of(person: Person, page: int, locale: str) -> Page:
    """A page of what this person ever declared, the latest week first, as `Declared`. Two queries."""
    total = db.session.scalar(sa.select(sa.func.count()).where(TimeEntry.person_id == person.id)) or 0
    found = paginate_rows(_history().params(me=person.id), page, total=total)
    return replace(found, items=[_declared(row, locale) for row in found.items])


def _declared(row: Any, locale: str) -> Declared:
    week, minutes, note, confirmed_at, title_fr, title_en, *people = row
    owner, co_owner, confirmer = ((people[i], f"{people[i + 1]} {people[i + 2]}".strip()) for i in (0, 3, 6))
    return Declared(
        week,
        minutes,
        note,
        title=choose(title_fr, title_en, locale),
        owners=tuple(one for one in (owner, co_owner) if one[0] is not None),
        confirmed_by=confirmer[1] if confirmer[0] is not None else "",
        confirmed_at=confirmed_at,
    )


def _confirmable_by(actor: Person) -> sa.ColumnElement[bool]:
    """The condition on entry, person and mission that `policies.time_confirm` states for one of them."""
    return sa.and_(
        TimeEntry.person_id != actor.id,
        sa.or_(
            sa.and_(Person.manager_id == actor.id, Person.kind.in_((Kind.EMPLOYEE, Kind.TEMP))),
            Mission.owner_id == actor.id,
            Mission.co_owner_id == actor.id,
        ),
    )


def visible_to(actor: Person) -> sa.Select[TimeEntry]:
    """What `actor` may see: their own time, and what they may confirm; HR sees all."""
    select = sa.select(TimeEntry).join(TimeEntry.person).join(TimeEntry.mission)
    if "hr" in actor.roles:
        return select
    return select.where(sa.or_(TimeEntry.person_id == actor.id, _confirmable_by(actor)))


def get_visible(actor: Person, public_ids: Collection[str], *, to_change: bool = False) -> Sequence[TimeEntry]:
    """These entries with their people and missions, locked in order of key `to_change`.

    Raises `NotFound` when one is missing or not theirs to see.
    """
    select = (
        visible_to(actor)
        .where(TimeEntry.public_id.in_(list(public_ids)))
        .options(
            contains_eager(TimeEntry.person).joinedload(Person.account),
            contains_eager(TimeEntry.mission),
        )
        .order_by(TimeEntry.id)
    )
    if to_change:
        select = select.with_for_update(of=TimeEntry).execution_options(populate_existing=True)
    entries = db.session.scalars(select).all()
    if len(entries) != len(set(public_ids)):
        raise NotFound
    return entries


def ids_waiting_for(actor: Person) -> sa.CompoundSelect[int]:
    """The ids of the entries that wait for this person: as a line manager, or as who owns the mission.

    One branch for each, so that each is an index look-up.
    """
    declared = sa.select(TimeEntry.id).where(TimeEntry.state == TimeState.DECLARED, TimeEntry.person_id != actor.id)
    managed = sa.select(Person.id).where(Person.manager_id == actor.id, Person.kind.in_((Kind.EMPLOYEE, Kind.TEMP)))
    return sa.union(
        declared.where(TimeEntry.person_id.in_(managed)),
        declared.where(TimeEntry.mission_id.in_(owned_ids(actor))),
    )


def waiting_for(actor: Person) -> sa.Select[TimeEntry]:
    """The entries that wait for this person's confirmation, with their people and missions."""
    return (
        sa.select(TimeEntry)
        .join(TimeEntry.person)
        .join(TimeEntry.mission)
        .where(TimeEntry.id.in_(ids_waiting_for(actor)))
    )


def entries_to_confirm(actor: Person) -> Sequence[TimeEntry]:
    """What waits for this person's confirmation, by person and then by week; the first hundred."""
    return db.session.scalars(
        waiting_for(actor)
        .options(
            contains_eager(TimeEntry.person).load_only(*face_columns()),
            contains_eager(TimeEntry.mission).load_only(Mission.title_fr, Mission.title_en),
            joinedload(TimeEntry.application).load_only(
                Application.person_id,
                Application.agreed_percent,
                Application.agreed_first_week,
                Application.agreed_last_week,
            ),
        )
        .order_by(Person.family_name, Person.given_name, Person.id, TimeEntry.week, TimeEntry.id)
        .limit(LONGEST_LIST)
    ).all()


_SUMMED = sa.select(
    sa.func.count(TimeEntry.person_id.distinct()), sa.func.coalesce(sa.func.sum(TimeEntry.minutes), 0), sa.func.count()
).where(TimeEntry.id.in_(ids_waiting_for(_ANYONE)))


def time_to_confirm(actor: Person) -> TimeSummary:
    """How much time of how many people waits for this person's confirmation."""
    people, minutes, entries = db.session.connection().execute(_SUMMED, {"me": actor.id}).one()
    return TimeSummary(people=people, minutes=int(minutes), entries=entries)


def confirms_for_others(actor: Person) -> bool:
    """Whether someone's time may come to this person: they manage someone, or own a mission."""
    managed = sa.exists().where(Person.manager_id == actor.id, Person.kind.in_((Kind.EMPLOYEE, Kind.TEMP)))
    return bool(db.session.scalar(sa.select(sa.or_(managed, owned_ids(actor).exists()))))


def count_to_confirm(actor: Person) -> int:
    """How many entries wait for this person's confirmation."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(ids_waiting_for(actor).subquery())) or 0
