"""Requests for time as pages read them: one statement, the columns a page shows, no object of the session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.allocations import queries
from portal.allocations.models import WAITING_STATES, Authorization, AuthorizationState, CounterProposal
from portal.allocations.recalling.models import LIVE_STATES, Recall, RecallKind, RecallReason, RecallState
from portal.applications.models import Application
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.missions.models import Mission, MissionState
from portal.missions.queries import AnyReader
from portal.organization.models import Kind, Named, Person
from portal.pilots.models import PilotRules


@dataclass(frozen=True, slots=True)
class Someone(Named):
    """A person by name."""

    id: int
    given_name: str
    family_name: str


@dataclass(frozen=True, slots=True)
class Talent(Named):
    """Whose time is asked for, drawn by the same components as a `Person`."""

    id: int
    given_name: str
    family_name: str
    kind: Kind
    job_title: str
    manager_id: int | None


@dataclass(frozen=True, slots=True)
class AskingMission:
    """The mission that asks."""

    title_fr: str
    title_en: str
    summary_fr: str
    summary_en: str
    owner_id: int
    co_owner_id: int | None
    state: MissionState
    owner: Someone


@dataclass(frozen=True, slots=True)
class PilotLimits:
    """What the rules of the pilot say of a person's time: see `PilotRules`."""

    pilot_id: int
    max_percent: int
    max_weeks: int
    counts_in_review: bool


@dataclass(frozen=True, slots=True)
class OtherTerms:
    """The terms proposed instead: see `CounterProposal`."""

    percent: int
    first_week: date
    last_week: date
    note: str
    by_id: int
    talent_accepted_at: datetime | None
    owner_accepted_at: datetime | None
    by: Someone


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is taken back of it now, or will be: see `Recall`."""

    kind: RecallKind
    state: RecallState
    first_week: date
    last_week: date
    reason: RecallReason
    text: str
    by_id: int
    by: Someone


@dataclass(frozen=True, slots=True)
class Request:
    """A request for time: see `Authorization`."""

    id: int
    public_id: str
    version: int
    state: AuthorizationState
    percent: int
    first_week: date
    last_week: date
    answer_due_on: date
    application_id: int
    person_id: int
    mission_id: int
    decider_id: int | None
    decider_for_id: int | None
    decided_by_id: int | None
    decided_at: datetime | None
    possible_from: date | None
    application_public_id: str
    person: Talent
    mission: AskingMission
    decider: Someone | None
    decider_for: Someone | None
    decided_by: Someone | None
    rules: PilotLimits | None
    counter: OtherTerms | None
    recall: Recalled | None


# What assessments, paths and histories are told from.
AnyRequest = Authorization | Request

_owner, _decider, _decider_for, _decided_by, _proposer, _recaller = (aliased(Person) for _ in range(6))


def _someone(person: Any) -> tuple[Any, ...]:
    return person.id, person.given_name, person.family_name


# In the order of the fields of each class above, and of the parts that `_request` puts together.
_PARTS: tuple[tuple[Any, ...], ...] = (
    (
        *(Authorization.id, Authorization.public_id, Authorization.version, Authorization.state),
        *(Authorization.percent, Authorization.first_week, Authorization.last_week, Authorization.answer_due_on),
        *(Authorization.application_id, Authorization.person_id, Authorization.mission_id),
        *(Authorization.decider_id, Authorization.decider_for_id, Authorization.decided_by_id),
        *(Authorization.decided_at, Authorization.possible_from, Application.public_id),
    ),
    (*_someone(Person), Person.kind, Person.job_title, Person.manager_id),
    (
        *(Mission.title_fr, Mission.title_en, Mission.summary_fr, Mission.summary_en),
        *(Mission.owner_id, Mission.co_owner_id, Mission.state),
    ),
    _someone(_owner),
    _someone(_decider),
    _someone(_decider_for),
    _someone(_decided_by),
    (PilotRules.pilot_id, PilotRules.max_percent, PilotRules.max_weeks, PilotRules.counts_in_review),
    (
        *(CounterProposal.percent, CounterProposal.first_week, CounterProposal.last_week, CounterProposal.note),
        *(CounterProposal.by_id, CounterProposal.talent_accepted_at, CounterProposal.owner_accepted_at),
    ),
    _someone(_proposer),
    (Recall.kind, Recall.state, Recall.first_week, Recall.last_week, Recall.reason, Recall.text, Recall.by_id),
    _someone(_recaller),
)
_COLUMNS = [column for part in _PARTS for column in part]
_SIZES = [len(part) for part in _PARTS]


def _read(select: sa.Select[Any]) -> Any:
    """A select of authorizations joined to their missions, turned to the rows of `Request`."""
    return (
        select.with_only_columns(*_COLUMNS)
        .join(Application, Application.id == Authorization.application_id)
        .join(Person, Person.id == Authorization.person_id)
        .join(_owner, _owner.id == Mission.owner_id)
        .outerjoin(_decider, _decider.id == Authorization.decider_id)
        .outerjoin(_decider_for, _decider_for.id == Authorization.decider_for_id)
        .outerjoin(_decided_by, _decided_by.id == Authorization.decided_by_id)
        .outerjoin(PilotRules, PilotRules.id == Authorization.rules_id)
        .outerjoin(CounterProposal, CounterProposal.authorization_id == Authorization.id)
        .outerjoin(_proposer, _proposer.id == CounterProposal.by_id)
        .outerjoin(Recall, sa.and_(Recall.authorization_id == Authorization.id, Recall.state.in_(LIVE_STATES)))
        .outerjoin(_recaller, _recaller.id == Recall.by_id)
    )


def _request(row: Sequence[Any]) -> Request:
    columns = iter(row)
    own, person, mission, owner, decider, decider_for, decided_by, rules, counter, proposer, recall, recaller = (
        list(islice(columns, size)) for size in _SIZES
    )
    related: list[Any] = [
        Talent(*person),
        AskingMission(*(*mission, Someone(*owner))),
        Someone(*decider) if decider[0] is not None else None,
        Someone(*decider_for) if decider_for[0] is not None else None,
        Someone(*decided_by) if decided_by[0] is not None else None,
        PilotLimits(*rules) if rules[0] is not None else None,
        OtherTerms(*(*counter, Someone(*proposer))) if counter[0] is not None else None,
        Recalled(*(*recall, Someone(*recaller))) if recall[0] is not None else None,
    ]
    return Request(*own, *related)


def waiting_for(actor: Person) -> list[Request]:
    """The requests that wait for this person's decision, the most urgent first."""
    return [_request(row) for row in _waiting(AnyReader.like(actor)).rows(me=actor.id)]


@lru_cache(maxsize=32)
def _waiting(reader: AnyReader) -> Prepared:
    return Prepared(
        _read(queries.for_the_desk(reader.as_person))
        .where(Authorization.id.in_(queries.requests_to_decide(reader.as_person)))
        .order_by(Authorization.answer_due_on, Authorization.id)
        .limit(queries.LONGEST_LIST)
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that someone answered, or another in their place: whose time, for what, what was said, when."""

    public_id: str
    state: AuthorizationState
    decided_at: datetime
    decided_by_id: int
    person: Someone
    title_fr: str
    title_en: str


LATELY = 5
_ME = sa.bindparam("me", type_=sa.Integer)


def _answered_where(most: int, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    decided = sa.select(Authorization.id).where(*conditions)
    latest = decided.order_by(Authorization.decided_at.desc(), Authorization.id.desc()).limit(most)
    return sa.select(latest.subquery().c.id)


_ANSWERED = Prepared(
    sa.select(
        *(Authorization.public_id, Authorization.state, Authorization.decided_at, Authorization.decided_by_id),
        *(*_someone(Person), Mission.title_fr, Mission.title_en),
    )
    .join_from(Authorization, Person, Person.id == Authorization.person_id)
    .join(Mission, Mission.id == Authorization.mission_id)
    .where(
        Authorization.id.in_(
            sa.union_all(
                _answered_where(
                    queries.LONGEST_LIST,
                    Authorization.decided_by_id == _ME,
                    # Who decided stays its decider: said for the index.
                    Authorization.decider_id == _ME,
                    Authorization.state == AuthorizationState.COUNTERED,
                ),
                _answered_where(
                    LATELY,
                    Authorization.decided_by_id == _ME,
                    Authorization.state.not_in((*WAITING_STATES, AuthorizationState.COUNTERED)),
                ),
                _answered_where(
                    LATELY, Authorization.decider_for_id == _ME, Authorization.decided_by_id == Authorization.decider_id
                ),
            )
        )
    )
    .order_by(Authorization.decided_at.desc(), Authorization.id.desc())
)


def answered_by(actor: Person) -> tuple[list[Answered], list[Answered], list[Answered]]:
    """What this person answered, the latest first: other terms that still wait for a yes; the last `LATELY` decided;
    and the last ones that others answered in their place.
    """
    found = [
        Answered(public_id, state, at, by_id, Someone(*person), french, english)
        for public_id, state, at, by_id, *person, french, english in _ANSWERED.rows(me=actor.id)
    ]
    own = [one for one in found if one.decided_by_id == actor.id]
    countered = [one for one in own if one.state is AuthorizationState.COUNTERED]
    decided = [one for one in own if one.state is not AuthorizationState.COUNTERED]
    return countered, decided, [one for one in found if one.decided_by_id != actor.id]


def read_visible(actor: Person, public_id: str) -> Request:
    """As `queries.get_visible`, to show it."""
    return _one(queries.visible_to, actor, public_id)


def read_for_the_desk(actor: Person, public_id: str) -> Request:
    """As `queries.get_for_the_desk`, to show it."""
    return _one(queries.for_the_desk, actor, public_id)


def _one(whose: Callable[[Person], sa.Select[Any]], actor: Person, public_id: str) -> Request:
    row = _named(whose, AnyReader.like(actor)).row(me=actor.id, public_id=public_id)
    if row is None:
        raise NotFound
    return _request(row)


@lru_cache(maxsize=32)
def _named(whose: Callable[[Person], sa.Select[Any]], reader: AnyReader) -> Prepared:
    return Prepared(_read(whose(reader.as_person)).where(Authorization.public_id == sa.bindparam("public_id")))


@lru_cache(maxsize=1)
def _of_application() -> Prepared:
    every = sa.select(Authorization).join(Authorization.mission)
    return Prepared(_read(every).where(Authorization.application_id == sa.bindparam("application_id")))


def of_application(application: Application) -> Request | None:
    """The request an application waits for or obtained, with its decider and the other terms."""
    if application.offer is None or not application.person.needs_authorization:
        return None
    row = _of_application().row(application_id=application.id)
    return _request(row) if row is not None else None
