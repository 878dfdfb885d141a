"""The places someone may declare time for, and the time planned for each. Minutes; weeks are Mondays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa

from portal.allocations.models import Allocation, Authorization, TimeEntry, TimeState
from portal.allocations.rows import Someone
from portal.allocations.time_rules import OLDEST_WEEKS, WEEKS_AFTER_END, Window, is_due, planned_minutes, window
from portal.applications.models import Application, ApplicationState, Terms
from portal.core import clock
from portal.core.among import among
from portal.core.audit import Event
from portal.core.prepared import Prepared
from portal.missions.models import Mission
from portal.organization.models import Person

GIVEN_UP_STATES = (ApplicationState.WITHDRAWN, ApplicationState.RELEASED)

Plan = dict[int, dict[date, int]]


class Lent(Protocol):
    """Someone whose time a line manager authorizes, or else is agreed: a `Person`, or a row of one."""

    @property
    def needs_authorization(self) -> bool:
        """As `Person.needs_authorization`."""


class Planned(Protocol):
    """What a plan is made of: an `Application`, or a row of one."""

    @property
    def id(self) -> int:
        """The application's key."""

    @property
    def person(self) -> Lent:
        """Whose time it is."""

    @property
    def agreed(self) -> Terms | None:
        """What both sides agreed."""


@dataclass(frozen=True, slots=True)
class Held:
    """The application of someone who holds a place, or held it until lately: see `Application`."""

    id: int
    public_id: str
    state: ApplicationState
    person_id: int
    mission_id: int
    title_fr: str
    title_en: str
    owner: Someone
    agreed: Terms | None
    person: Person


@dataclass(frozen=True, slots=True)
class Place:
    """A place someone holds, or held until lately, and the weeks they may fill in for it."""

    application: Held
    window: Window


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


# A place that is held, or that ended since `:lately` and was confirmed before that.
_IS_OPEN = sa.and_(
    # Said apart, for the index of someone's applications by state.
    Application.state.in_((ApplicationState.CONFIRMED, ApplicationState.COMPLETED, *GIVEN_UP_STATES)),
    sa.or_(
        Application.state == ApplicationState.CONFIRMED,
        sa.and_(
            Application.changed_at >= sa.bindparam("lately"),
            sa.or_(Application.state == ApplicationState.COMPLETED, _confirmation().is_not(None)),
        ),
    ),
)
_CONFIRMED_AT: Any = sa.func.coalesce(_confirmation(), Application.created_at)
_ENDED_AT: Any = sa.case((Application.state != ApplicationState.CONFIRMED, Application.changed_at), else_=None)
AGREED = (Application.agreed_percent, Application.agreed_first_week, Application.agreed_last_week)

_PLACES = Prepared(
    sa.select(
        *(Application.id, Application.public_id, Application.state, Application.person_id, Application.mission_id),
        *(Mission.title_fr, Mission.title_en, Person.id, Person.given_name, Person.family_name),
        *(*AGREED, _CONFIRMED_AT, _ENDED_AT),
    )
    .join(Mission, Mission.id == Application.mission_id)
    .join(Person, Person.id == Mission.owner_id)
    .where(Application.person_id == sa.bindparam("me"), _IS_OPEN)
    .order_by(Application.agreed_first_week, Application.id)
)


def _lately() -> datetime:
    return clock.now() - timedelta(weeks=WEEKS_AFTER_END)


def _asked_by(person: Person) -> dict[str, Any]:
    return {"me": person.id, "lately": _lately()}


def agreed_terms(percent: int | None, first_week: date | None, last_week: date | None) -> Terms | None:
    """As `Application.agreed`, from its three columns."""
    if percent is None or first_week is None or last_week is None:
        return None
    return Terms(percent, first_week, last_week)


def places_of(person: Person) -> list[Place]:
    """The places this person may declare time for, in the order they began."""
    places = []
    for *row, percent, first, last, confirmed, ended in _PLACES.rows(**_asked_by(person)):
        *own, owner_id, given_name, family_name = row
        owner = Someone(owner_id, given_name, family_name)
        held = Held(*(*own, owner, agreed_terms(percent, first, last), person))
        places.append(Place(held, window(confirmed, ended)))
    return places


@dataclass(frozen=True, slots=True)
class Filled:
    """A place, the weeks that may still be filled in for it (None when it is closed by now), and those that were."""

    id: int
    person: Lent
    agreed: Terms | None
    window: Window | None
    entries: list[tuple[date, TimeState]]


_FILLED = (
    sa.select(
        *(Application.id, Person.kind, *AGREED, _IS_OPEN, _CONFIRMED_AT, _ENDED_AT, TimeEntry.week, TimeEntry.state)
    )
    .join(Person, Person.id == Application.person_id)
    .outerjoin(TimeEntry, TimeEntry.application_id == Application.id)
    .order_by(Application.id, TimeEntry.week)
)
_FILLED_AMONG = Prepared(_FILLED.where(among(Application.id, "applications")))
_FILLED_ON = Prepared(
    _FILLED.where(Application.mission_id == sa.bindparam("mission_id"), Application.state == ApplicationState.CONFIRMED)
)


def filled_of(ids: Collection[int]) -> list[Filled]:
    """These places with what was declared for each. One statement."""
    return _filled(_FILLED_AMONG.rows(applications=ids, lately=_lately()))


def filled_on(mission_id: int) -> list[Filled]:
    """The same of the places held on a mission."""
    return _filled(_FILLED_ON.rows(mission_id=mission_id, lately=_lately()))


def _filled(rows: Iterable[Any]) -> list[Filled]:
    found: dict[int, Filled] = {}
    for key, kind, percent, first, last, is_open, confirmed, ended, week, state in rows:
        if key not in found:
            fillable = window(confirmed, ended) if is_open else None
            found[key] = Filled(key, kind, agreed_terms(percent, first, last), fillable, [])
        if week is not None:
            found[key].entries.append((week, state))
    return list(found.values())


_ALLOCATED_UNFILLED = Prepared(
    sa.select(Allocation.week, _CONFIRMED_AT, _ENDED_AT)
    .join(Authorization, Authorization.id == Allocation.authorization_id)
    .join(Application, Application.id == Authorization.application_id)
    .outerjoin(TimeEntry, sa.and_(TimeEntry.application_id == Application.id, TimeEntry.week == Allocation.week))
    .where(
        Allocation.person_id == sa.bindparam("me"),
        Allocation.week.between(sa.bindparam("floor"), sa.bindparam("this_week")),
        TimeEntry.id.is_(None),
        _IS_OPEN,
    )
)
_AGREED_UNFILLED = Prepared(
    sa.select(
        *(Application.id, Application.agreed_first_week, Application.agreed_last_week),
        *(_CONFIRMED_AT, _ENDED_AT, TimeEntry.week),
    )
    .outerjoin(TimeEntry, sa.and_(TimeEntry.application_id == Application.id, TimeEntry.week >= sa.bindparam("floor")))
    .where(Application.person_id == sa.bindparam("me"), Application.agreed_percent.is_not(None), _IS_OPEN)
)


def weeks_to_fill(person: Person) -> int:
    """How many weeks this person has planned time in, far enough along and with nothing declared yet."""
    weeks = _allocated_unfilled(person) if person.needs_authorization else _agreed_unfilled(person)
    return len({week for week in weeks if is_due(week, clock.today())})


def _floor() -> date:
    return clock.this_week() - timedelta(weeks=OLDEST_WEEKS)


def _allocated_unfilled(person: Person) -> Iterable[date]:
    rows = _ALLOCATED_UNFILLED.rows(**_asked_by(person), floor=_floor(), this_week=clock.this_week())
    return [week for week, confirmed, ended in rows if week in window(confirmed, ended)]


def _agreed_unfilled(person: Person) -> Iterable[date]:
    rows = _AGREED_UNFILLED.rows(**_asked_by(person), floor=_floor())
    filled = {(row[0], row[5]) for row in rows}
    return {
        week
        for application_id, first, last, confirmed, ended, _ in rows
        for week in window(confirmed, ended).weeks()
        if first <= week <= last and (application_id, week) not in filled
    }


_AUTHORIZED = Prepared(
    sa.select(Authorization.application_id, Allocation.week, Allocation.percent)
    .join(Allocation, Allocation.authorization_id == Authorization.id)
    .where(
        among(Authorization.application_id, "applications"),
        Allocation.week.between(sa.bindparam("first"), sa.bindparam("last")),
    )
)


def plan_of(applications: Collection[Planned], first: date = date.min, last: date = date.max) -> Plan:
    """Minutes planned for each week, by application: what was authorized, or what was agreed with an external.

    Only the weeks from `first` to `last` when they are given.
    """
    plan: Plan = defaultdict(dict)
    authorized = [application.id for application in applications if application.person.needs_authorization]
    if authorized:
        rows = _AUTHORIZED.rows(applications=authorized, first=first, last=last)
        for application_id, week, percent in rows:
            plan[application_id][week] = planned_minutes(percent)
    for application in applications:
        agreed = application.agreed
        if agreed is not None and not application.person.needs_authorization:
            weeks = [week for week in clock.weeks_between(agreed.first_week, agreed.last_week) if first <= week <= last]
            plan[application.id] = dict.fromkeys(weeks, planned_minutes(agreed.percent))
    return plan
