"""Declared time: what someone declared, what waits for whom. Minutes; weeks are Mondays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager

from portal.allocations.models import TimeEntry, TimeState
from portal.allocations.time_plans import AGREED, agreed_terms
from portal.applications.models import Application, Terms
from portal.core.among import among
from portal.core.bilingual import Text, choose
from portal.core.errors import NotFound
from portal.core.pagination import Page, page_of, paged
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.queries import AnyReader, owned_ids
from portal.organization.faces import Face
from portal.organization.models import LENT_KINDS, Person

LONGEST_LIST = 100
# Who asks, in the statements that are built once: their key comes as `me`.
_ANYONE = AnyReader(is_external=False, roles=frozenset()).as_person


@dataclass(frozen=True, slots=True)
class Declared:
    """A line of someone's history: the minutes of a week on a mission, the names of those who can confirm it (who owns
    the mission, and the line manager who lends the time), and who did when (empty and None: nobody yet)."""

    week: date
    minutes: int
    note: str
    title: Text
    confirmers: tuple[str, ...]
    confirmed_by: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Declarant(Face):
    """Who declared time."""

    id: int


@dataclass(frozen=True, slots=True)
class Source:
    """The application some time was declared for, as a plan reads it."""

    id: int
    person: Declarant
    agreed: Terms | None


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """An entry that waits for someone's confirmation: see `TimeEntry`."""

    public_id: str
    version: int
    week: date
    minutes: int
    note: str
    title_fr: str
    title_en: str
    application: Source

    @property
    def person(self) -> Declarant:
        """Who declared it."""
        return self.application.person


@dataclass(frozen=True, slots=True)
class Entry:
    """What someone declared for one week and one place: see `TimeEntry`."""

    id: int
    application_id: int
    week: date
    minutes: int
    note: str
    state: TimeState
    version: int


@dataclass(frozen=True)
class TimeSummary:
    """What waits for someone's confirmation, in figures."""

    people: int
    minutes: int
    entries: int


def minutes_by_application(ids: Iterable[int], *states: TimeState) -> dict[int, int]:
    """Minutes declared for each application, in the given states (all when none is given)."""
    rows = db.session.execute(
        sa.select(TimeEntry.application_id, sa.func.sum(TimeEntry.minutes))
        .where(TimeEntry.application_id.in_(list(ids)), TimeEntry.state.in_(states or tuple(TimeState)))
        .group_by(TimeEntry.application_id)
    )
    return {application_id: int(minutes) for application_id, minutes in rows}


_DECLARED = Prepared(
    sa.select(
        TimeEntry.application_id,
        sa.func.sum(TimeEntry.minutes),
        sa.func.sum(sa.case((TimeEntry.state == TimeState.CONFIRMED, TimeEntry.minutes), else_=0)),
    )
    .where(among(TimeEntry.application_id, "applications"))
    .group_by(TimeEntry.application_id)
)


def declared_minutes(ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Minutes declared for each application, and those of them confirmed."""
    rows = _DECLARED.rows(applications=ids)
    return {application_id: (int(minutes), int(sure)) for application_id, minutes, sure in rows}


_BETWEEN = Prepared(
    sa.select(
        *(TimeEntry.id, TimeEntry.application_id, TimeEntry.week, TimeEntry.minutes, TimeEntry.note),
        *(TimeEntry.state, TimeEntry.version),
    ).where(
        TimeEntry.person_id == sa.bindparam("me"),
        TimeEntry.week.between(sa.bindparam("first"), sa.bindparam("last")),
    )
)


def entries_between(person: Person, first: date, last: date) -> Sequence[Entry]:
    """Everything this person declared for these weeks."""
    return [Entry(*row) for row in _BETWEEN.rows(me=person.id, first=first, last=last)]


def _history() -> Any:
    owner, co_owner, manager, confirmer = (aliased(Person) for _ in range(4))
    others = (owner, co_owner, manager, confirmer)
    names = [column for one in others for column in (one.id, one.given_name, one.family_name)]
    return paged(
        sa.select(TimeEntry.week, TimeEntry.minutes, TimeEntry.note, TimeEntry.confirmed_at)
        .add_columns(Mission.title_fr, Mission.title_en, *names)
        .join(TimeEntry.mission)
        .join(TimeEntry.person)
        .join(owner, owner.id == Mission.owner_id)
        .outerjoin(co_owner, co_owner.id == Mission.co_owner_id)
        .outerjoin(manager, manager.id == Person.manager_id)
        .outerjoin(confirmer, confirmer.id == TimeEntry.confirmed_by_id)
        .where(TimeEntry.person_id == sa.bindparam("me", type_=sa.Integer))
        .order_by(TimeEntry.week.desc(), TimeEntry.id)
    )


_HISTORY = _history()
_HISTORY_LENGTH = Prepared(sa.select(sa.func.count()).where(TimeEntry.person_id == sa.bindparam("me")))


def history_of(person: Person, number: int, locale: str) -> Page:
    """A page of what this person ever declared, the latest week first, as `Declared`. Two queries."""
    (total,) = _HISTORY_LENGTH.row(me=person.id)
    found = page_of(_HISTORY, {"me": person.id}, number, total=total)
    return replace(found, items=[_declared(row, person, locale) for row in found.items])


def _declared(row: Any, person: Person, locale: str) -> Declared:
    week, minutes, note, confirmed_at, title_fr, title_en, *people = row
    *others, confirmer = ((people[i], f"{people[i + 1]} {people[i + 2]}".strip()) for i in (0, 3, 6, 9))
    able = others if person.needs_authorization else others[:2]
    return Declared(
        week,
        minutes,
        note,
        title=choose(title_fr, title_en, locale),
        confirmers=tuple({key: name for key, name in able if key not in (None, person.id)}.values()),
        confirmed_by=confirmer[1] if confirmer[0] is not None else "",
        confirmed_at=confirmed_at,
    )


def _confirmable_by(actor: Person) -> sa.ColumnElement[bool]:
    """The condition on entry, person and mission that `policies.time_confirm` states for one of them."""
    return sa.and_(
        TimeEntry.person_id != actor.id,
        sa.or_(
            sa.and_(Person.manager_id == actor.id, Person.kind.in_(LENT_KINDS)),
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
    managed = sa.select(Person.id).where(Person.manager_id == actor.id, Person.kind.in_(LENT_KINDS))
    return sa.union(
        declared.where(TimeEntry.person_id.in_(managed)),
        declared.where(TimeEntry.mission_id.in_(owned_ids(actor))),
    )


_TO_CONFIRM = Prepared(
    sa.select(
        *(TimeEntry.public_id, TimeEntry.version, TimeEntry.week, TimeEntry.minutes, TimeEntry.note),
        *(Mission.title_fr, Mission.title_en, Application.id, *AGREED),
        *(Person.id, Person.public_id, Person.given_name, Person.family_name, Person.kind),
    )
    .join(TimeEntry.person)
    .join(TimeEntry.mission)
    .join(TimeEntry.application)
    .where(TimeEntry.id.in_(ids_waiting_for(_ANYONE)))
    .order_by(Person.family_name, Person.given_name, Person.id, TimeEntry.week, TimeEntry.id)
    .limit(LONGEST_LIST)
)


def entries_to_confirm(actor: Person) -> Sequence[ToConfirm]:
    """What waits for this person's confirmation, by person and then by week; the first hundred."""
    entries: list[ToConfirm] = []
    sources: dict[int, Source] = {}
    for row in _TO_CONFIRM.rows(me=actor.id):
        *own, application_id, percent, first, last, key, public_id, given_name, family_name, kind = row
        source = sources.get(application_id)
        if source is None:
            person = Declarant(public_id, given_name, family_name, kind, key)
            source = sources[application_id] = Source(application_id, person, agreed_terms(percent, first, last))
        entries.append(ToConfirm(*(*own, source)))
    return entries


_SUMMED = Prepared(
    sa.select(
        sa.func.count(TimeEntry.person_id.distinct()),
        sa.func.coalesce(sa.func.sum(TimeEntry.minutes), 0),
        sa.func.count(),
    ).where(TimeEntry.id.in_(ids_waiting_for(_ANYONE)))
)


def time_to_confirm(actor: Person) -> TimeSummary:
    """How much time of how many people waits for this person's confirmation."""
    people, minutes, entries = _SUMMED.row(me=actor.id)
    return TimeSummary(people=people, minutes=int(minutes), entries=entries)


_COUNT = sa.select(sa.func.count()).select_from(ids_waiting_for(_ANYONE).subquery()).scalar_subquery()
_MANAGED = sa.exists().where(Person.manager_id == _ANYONE.id, Person.kind.in_(LENT_KINDS))
_CONFIRMING = Prepared(sa.select(_COUNT, sa.or_(_MANAGED, owned_ids(_ANYONE).exists())))


def count_to_confirm(actor: Person) -> int:
    """How many entries wait for this person's confirmation."""
    return confirming(actor)[0]


def confirming(actor: Person) -> tuple[int, bool]:
    """How many entries wait for this person's confirmation, and whether anyone's time may ever come to them: they
    manage someone, or own a mission."""
    count, may_come = _CONFIRMING.row(me=actor.id)
    return count, bool(count or may_come)
