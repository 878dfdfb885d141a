"""What must hold in a generated organization, each said in a sentence and counted by one statement."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from portal.allocations.models import Allocation, Authorization, AuthorizationState, PersonWeek, TimeEntry, TimeState
from portal.applications.models import SEATED_STATES, Application, ApplicationState, Offer
from portal.core.audit import Event
from portal.engagements.models import Engagement, EngagementState
from portal.extensions import db
from portal.missions.models import Audience, Mission, Seat
from portal.organization.models import Kind, Person
from portal.pilots.models import PilotRules
from portal.recognition.models import Recognition
from portal.talents.evidence.counting import is_out_of_date
from portal.talents.models import HeldSkill

A, S, E = ApplicationState, AuthorizationState, EngagementState
HOLDING = (S.APPROVED, S.ACTIVE, S.ENDED)
LENT = Person.kind.in_((Kind.EMPLOYEE, Kind.TEMP))

Rule = tuple[str, sa.Select[tuple[int]]]


def _count(*conditions: sa.ColumnElement[bool], of: sa.FromClause) -> sa.Select[tuple[int]]:
    return select(func.count()).select_from(of).where(*conditions)


def _weeks() -> list[Rule]:
    given = (
        select(Allocation.person_id, Allocation.week, func.sum(Allocation.percent).label("percent"))
        .group_by(Allocation.person_id, Allocation.week)
        .subquery()
    )
    same_week = and_(PersonWeek.person_id == given.c.person_id, PersonWeek.week == given.c.week)
    total = select(func.coalesce(func.sum(Allocation.percent), 0)).scalar_subquery()
    counted = select(func.coalesce(func.sum(PersonWeek.used), 0)).scalar_subquery()
    allocated = select(Allocation.authorization_id).where(Allocation.authorization_id == Authorization.id).exists()
    return [
        (
            "A week's counter is the sum of what was given in it",
            _count(PersonWeek.used != given.c.percent, of=sa.join(PersonWeek, given, same_week)),
        ),
        ("Nothing is given in a week without a counter", select(sa.case((total == counted, 0), else_=1))),
        (
            "Weeks are given by granted authorizations, and by them alone",
            _count(allocated != Authorization.state.in_(HOLDING), of=Authorization.__table__),
        ),
    ]


def _places() -> list[Rule]:
    seated = _count(
        Application.seat_id == Seat.id, Application.state.in_(SEATED_STATES), of=Application.__table__
    ).scalar_subquery()
    offered = _count(
        Application.seat_id == Seat.id, Application.state == A.OFFERED, of=Application.__table__
    ).scalar_subquery()
    return [
        ("A seat's counter is the number of those who hold it", _count(Seat.taken != seated, of=Seat.__table__)),
        ("No more places are offered than are free", _count(Seat.taken + offered > Seat.places, of=Seat.__table__)),
    ]


def _applications() -> list[Rule]:
    of = sa.join(Application, Person, Application.person_id == Person.id).join(Seat, Application.seat_id == Seat.id)
    has_offer = select(Offer.application_id).where(Offer.application_id == Application.id).exists()
    needs_offer = Application.state.in_((A.OFFERED, A.DECLINED, A.RELEASED, *SEATED_STATES))
    outsider = or_(
        and_(Seat.audience == Audience.EMPLOYEES, Person.kind != Kind.EMPLOYEE),
        and_(Seat.audience == Audience.EXTERNALS, Person.kind == Kind.EMPLOYEE),
    )
    own = sa.join(Application, Mission, Application.mission_id == Mission.id)
    latest = (
        select(Event.subject_id, func.max(Event.id).label("id"))
        .where(Event.subject_type == "application")
        .group_by(Event.subject_id)
        .subquery()
    )
    last = aliased(Event)
    told = sa.join(Application, latest, latest.c.subject_id == Application.id).join(last, last.id == latest.c.id)
    return [
        ("Everyone applies to a seat that addresses them", _count(outsider, of=of)),
        (
            "Nobody applies to a mission of their own",
            _count(
                or_(Mission.owner_id == Application.person_id, Mission.co_owner_id == Application.person_id), of=own
            ),
        ),
        ("An offer stands behind every state that needs one", _count(has_offer != needs_offer, of=of)),
        ("The last event of an application says its state", _count(last.to_state != _text(Application.state), of=told)),
        (
            "Every application has a history",
            select(func.count(Application.id) - select(func.count()).select_from(latest).scalar_subquery()),
        ),
    ]


def _text(column: sa.orm.InstrumentedAttribute[A]) -> sa.ColumnElement[str]:
    return sa.type_coerce(column, sa.String)


def _clearance() -> list[Rule]:
    of = (
        sa.join(Application, Person, Application.person_id == Person.id)
        .outerjoin(Authorization, Authorization.application_id == Application.id)
        .outerjoin(Engagement, Engagement.application_id == Application.id)
    )
    waiting = (S.REQUESTED, S.COUNTERED, S.ESCALATED)
    lent = {A.PENDING_CLEARANCE: waiting, A.CONFIRMED: (S.APPROVED, S.ACTIVE), A.COMPLETED: (S.ENDED,)}
    hired = {A.PENDING_CLEARANCE: E.DRAFTED, A.CONFIRMED: E.APPROVED, A.COMPLETED: E.ENDED}
    authorized = [
        and_(LENT, Application.state == state, func.coalesce(Authorization.state.not_in(states), sa.true()))
        for state, states in lent.items()
    ]
    engaged = [
        and_(~LENT, Application.state == state, func.coalesce(Engagement.state != wanted, sa.true()))
        for state, wanted in hired.items()
    ]
    rules = sa.join(Authorization, PilotRules, Authorization.rules_id == PilotRules.id)
    return [
        ("Employees and temps are cleared by an authorization in the matching state", _count(or_(*authorized), of=of)),
        ("Other externals are cleared by an engagement in the matching state", _count(or_(*engaged), of=of)),
        ("No one decides for themselves", _count(Authorization.decider_id == Authorization.person_id, of=rules)),
        ("No pilot's ceiling is passed", _count(Authorization.percent > PilotRules.max_percent, of=rules)),
    ]


def _deeds() -> list[Rule]:
    entry = sa.join(TimeEntry, Application, Application.id == TimeEntry.application_id)
    within = TimeEntry.week.between(Application.agreed_first_week, Application.agreed_last_week)
    outside = sa.not_(func.coalesce(within, sa.false()))
    of = sa.join(Recognition, Application, Recognition.application_id == Application.id)
    spent = (
        select(func.coalesce(func.sum(TimeEntry.minutes), 0))
        .where(TimeEntry.application_id == Recognition.application_id)
        .scalar_subquery()
    )
    of_oneself = and_(TimeEntry.state == TimeState.CONFIRMED, TimeEntry.confirmed_by_id == TimeEntry.person_id)
    return [
        (
            "Hours are declared in the weeks that were agreed",
            _count(outside, of=entry),
        ),
        ("Nobody confirms their own hours", _count(of_oneself, of=TimeEntry.__table__)),
        ("Recognitions are of completed work", _count(Application.state != A.COMPLETED, of=of)),
        ("A recognition counts the hours declared", _count(Recognition.minutes_spent != spent, of=of)),
    ]


def _skills() -> list[Rule]:
    return [("The level that counts is the one the rule says", _count(is_out_of_date(), of=HeldSkill.__table__))]


def violations() -> list[tuple[str, int]]:
    """The sentences that do not hold in the present database, with how many rows break each."""
    rules = [*_weeks(), *_places(), *_applications(), *_clearance(), *_deeds(), *_skills()]
    found = [(sentence, db.session.scalar(statement) or 0) for sentence, statement in rules]
    return [(sentence, count) for sentence, count in found if count]
