"""What calendars are made of, read as plain rows. `sequence` is the version of the row: it grows with each change."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from portal import policies
from portal.allocations.models import GRANTED_STATES, WAITING_STATES, Authorization, AuthorizationState
from portal.applications.models import SEATED_STATES, Application, ApplicationState, Offer
from portal.applications.queries import waits_for_owner
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import Mission, MissionState, Seat
from portal.missions.queries import owned_ids
from portal.organization.models import Person
from portal.organization.queries import still_here
from portal.talents.availability.models import Pause

_GIVEN_UP = (ApplicationState.RELEASED, ApplicationState.WITHDRAWN)
_GIVEN = (*GRANTED_STATES, AuthorizationState.ENDED)
_TAKEN_BACK = (AuthorizationState.SUSPENDED, AuthorizationState.REVOKED)
_STOPPED = (MissionState.CANCELLED, MissionState.UNFILLED, MissionState.EXPIRED)

_titles = (Mission.public_id.label("mission_public_id"), Mission.title_fr, Mission.title_en)
_ME = sa.bindparam("me", type_=sa.Integer)
_SINCE = sa.bindparam("since", type_=sa.Date())

# A place someone holds, held, or gave up after it was agreed.
_placed = sa.and_(
    Application.agreed_percent.is_not(None),
    Application.state.in_((*SEATED_STATES, *_GIVEN_UP)),
    Application.agreed_last_week >= _SINCE,
)
_place = (
    Application.public_id,
    Application.state,
    Application.agreed_percent.label("percent"),
    Application.agreed_first_week.label("first_week"),
    Application.agreed_last_week.label("last_week"),
    Application.changed_at,
    Application.version.label("sequence"),
)

_PLACES = Prepared(
    sa.select(*_place, *_titles, Mission.place, Mission.remote, Person.given_name, Person.family_name)
    .join(Mission, Mission.id == Application.mission_id)
    .join(Person, Person.id == Mission.owner_id)
    .where(Application.person_id == _ME, _placed)
    .order_by(Application.agreed_first_week, Application.id)
)


def places_of(person: Person, since: date) -> list[Any]:
    """The places that someone holds or held, whose last week is not before `since`."""
    return _PLACES.rows(me=person.id, since=since)


_PAUSES = Prepared(
    sa.select(
        Pause.public_id,
        Pause.starts_on,
        Pause.ends_on,
        Pause.created_at.label("changed_at"),
        Pause.version.label("sequence"),
    )
    .where(Pause.person_id == _ME, Pause.ends_on >= _SINCE)
    .order_by(Pause.starts_on)
)


def pauses_of(person: Person, since: date) -> list[Any]:
    """One's own pauses."""
    return _PAUSES.rows(me=person.id, since=since)


_OFFERS = Prepared(
    sa.select(
        Application.public_id,
        *_titles,
        Offer.answer_due_on.label("day"),
        Application.changed_at,
        Application.version.label("sequence"),
    )
    .join(Offer, Offer.application_id == Application.id)
    .join(Mission, Mission.id == Application.mission_id)
    .where(Application.person_id == _ME, Application.state == ApplicationState.OFFERED)
    .order_by(Offer.answer_due_on)
)


def offers_to(person: Person) -> list[Any]:
    """The offers someone has to answer."""
    return _OFFERS.rows(me=person.id)


def _answers() -> Prepared:
    owned = sa.select(owned_ids(_Me()).subquery().c[0])  # type: ignore[arg-type]  # reads the id alone
    day = sa.case(
        (Application.state == ApplicationState.ON_HOLD, Application.hold_until), else_=Application.answer_due_on
    )
    return Prepared(
        sa.select(
            *_titles,
            sa.type_coerce(day, sa.Date()).label("day"),
            sa.func.count().label("count"),
            sa.type_coerce(sa.func.max(Application.changed_at), Application.changed_at.type).label("changed_at"),
        )
        .join(Mission, Mission.id == Application.mission_id)
        .where(Application.mission_id.in_(owned), waits_for_owner(), day.is_not(None))
        .group_by(Mission.public_id, Mission.title_fr, Mission.title_en, day)
        .order_by(day)
    )


class _Me:
    id = _ME


_ANSWERS = _answers()


def answers_due(person: Person) -> list[Any]:
    """How many candidates someone's missions owe an answer, by mission and promised day."""
    return _ANSWERS.rows(me=person.id)


_DECISIONS = Prepared(
    sa.select(
        Authorization.answer_due_on.label("day"),
        sa.func.count().label("count"),
        sa.type_coerce(sa.func.max(Authorization.created_at), Authorization.created_at.type).label("changed_at"),
    )
    .where(Authorization.decider_id == _ME, Authorization.state.in_(WAITING_STATES))
    .group_by(Authorization.answer_due_on)
    .order_by(Authorization.answer_due_on)
)


def decisions_due(person: Person) -> list[Any]:
    """How many requests for time wait for someone's decision, by day promised."""
    return _DECISIONS.rows(me=person.id)


_asked = sa.and_(Authorization.decider_id == _ME, Authorization.state.in_(WAITING_STATES))
_LENT = Prepared(
    sa.select(
        Authorization.public_id,
        sa.func.coalesce(Application.agreed_percent, Authorization.percent).label("percent"),
        sa.func.coalesce(Application.agreed_first_week, Authorization.first_week).label("first_week"),
        sa.func.coalesce(Application.agreed_last_week, Authorization.last_week).label("last_week"),
        sa.func.coalesce(Authorization.decided_at, Authorization.created_at).label("changed_at"),
        Authorization.version.label("sequence"),
        Authorization.state.in_(WAITING_STATES).label("is_asked"),
        Authorization.state.in_(_TAKEN_BACK).label("is_over"),
        *_titles,
        Person.given_name,
        Person.family_name,
    )
    .join(Application, Application.id == Authorization.application_id)
    .join(Mission, Mission.id == Authorization.mission_id)
    .join(Person, Person.id == Authorization.person_id)
    .where(
        Person.manager_id == _ME,
        still_here(),
        sa.or_(Authorization.state.in_((*_GIVEN, *_TAKEN_BACK)), _asked),
        sa.func.coalesce(Application.agreed_last_week, Authorization.last_week) >= _SINCE,
    )
    .order_by(Authorization.first_week, Authorization.id)
)


def lent_by(manager: Person, since: date) -> list[Any]:
    """The weeks that someone's present team gives to missions, and those that wait for this person's decision."""
    return _LENT.rows(me=manager.id, since=since)


_TAKEN = Prepared(
    sa.select(*_place, Person.given_name, Person.family_name)
    .join(Person, Person.id == Application.person_id)
    .where(Application.mission_id == sa.bindparam("mission_id"), _placed)
    .order_by(Application.agreed_first_week, Application.id)
)


def places_on(mission: Mission, since: date) -> list[Any]:
    """The places taken on a mission, by whom."""
    return _TAKEN.rows(mission_id=mission.id, since=since)


_WEEKS = Prepared(
    sa.select(
        Mission.public_id,
        sa.type_coerce(sa.func.min(Seat.first_week), sa.Date()).label("first_week"),
        sa.type_coerce(sa.func.max(Seat.last_week), sa.Date()).label("last_week"),
        sa.func.coalesce(Mission.published_at, Mission.created_at).label("changed_at"),
        Mission.version.label("sequence"),
        Mission.state.in_(_STOPPED).label("is_cancelled"),
    )
    .join(Seat, Seat.mission_id == Mission.id)
    .where(Mission.id == sa.bindparam("mission_id"))
    .group_by(Mission.id)
)


def weeks_of(mission: Mission) -> list[Any]:
    """The weeks of a mission, in one row; none when it has no place yet."""
    return _WEEKS.rows(mission_id=mission.id)


_CLOSING = Prepared(
    sa.select(
        Mission.public_id,
        Mission.closes_on.label("day"),
        sa.func.coalesce(Mission.published_at, Mission.created_at).label("changed_at"),
        Mission.version.label("sequence"),
    ).where(Mission.id == sa.bindparam("mission_id"), Mission.closes_on.is_not(None), Mission.state.not_in(_STOPPED))
)


def closing_of(mission: Mission) -> list[Any]:
    """The last day on which a mission takes applications, in one row; none when it has none."""
    return _CLOSING.rows(mission_id=mission.id)


def owns(person: Person, mission: Mission) -> bool:
    """Whether someone answers for a mission."""
    return policies.mission_own(person, mission)


def has_team(person: Person) -> bool:
    """Whether someone manages anyone who is still here."""
    return (
        db.session.scalar(sa.select(Person.id).where(Person.manager_id == person.id, still_here()).limit(1)) is not None
    )


def holds_place(person: Person, mission: Mission) -> bool:
    """Whether someone holds a place on a mission, or held one to its end."""
    held = sa.select(Application.id).where(
        Application.person_id == person.id, Application.mission_id == mission.id, Application.state.in_(SEATED_STATES)
    )
    return db.session.scalar(held.limit(1)) is not None
