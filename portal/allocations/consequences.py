"""What allocations do when something happens to an application, a mission or a team."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from portal.accounts.workflow import access_changed
from portal.allocations import capacity, deciders, notifications, queries
from portal.allocations.models import GRANTED_STATES, WAITING_STATES, Authorization
from portal.allocations.models import AuthorizationState as S
from portal.allocations.workflow import AUTHORIZATION
from portal.applications.models import Application
from portal.applications.workflow import applied, offer_accepted, seat_given_up
from portal.core import audit, clock
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.workflow import mission_completed, mission_resumed, owners_changed
from portal.organization.models import Person
from portal.organization.queries import people_below
from portal.organization.workflow import manager_changed, person_left


@offer_accepted.then
def open_authorization(actor: Person, application: Application) -> None:
    """Ask the line manager of an employee or a temp for the time the offer takes."""
    person, agreed, mission = application.person, application.agreed, application.mission
    if not person.needs_authorization or agreed is None:
        return
    authorization = Authorization(
        application=application,
        person=person,
        mission=mission,
        percent=agreed.percent,
        first_week=agreed.first_week,
        last_week=agreed.last_week,
        answer_due_on=clock.add_working_days(clock.today(), deciders.ANSWER_WORKING_DAYS),
        rules=mission.pilot.current_rules if mission.pilot is not None else None,
    )
    db.session.add(authorization)
    db.session.flush()
    audit.record(actor, authorization, "request", to_state=S.REQUESTED, rules_id=authorization.rules_id)
    deciders.assign_decider(authorization)


@seat_given_up.then
def close_authorization(actor: Person | None, application: Application) -> None:
    """A place given up: a waiting request is no longer needed, granted weeks after the present one are free again."""
    authorization = db.session.scalar(sa.select(Authorization).where(Authorization.application_id == application.id))
    if authorization is None:
        return
    if authorization.state in (*WAITING_STATES, S.COUNTERED):
        AUTHORIZATION.apply(actor, authorization, "lapse")
        notifications.tell_lapsed(authorization)
    elif authorization.state in GRANTED_STATES:
        weeks = capacity.free(authorization, since=_next_week())
        AUTHORIZATION.apply(actor, authorization, "end", data={"weeks_freed": weeks})
        notifications.tell_ended(authorization, weeks)


@mission_resumed.then
def move_days(mission: Mission, paused_on: date) -> None:
    """The days promised are moved by the working days of the pause; one that was past when it began stays past."""
    waited = clock.working_days_between(paused_on, clock.today())
    for authorization in queries.open_requests(Authorization.mission_id == mission.id):
        if authorization.answer_due_on >= paused_on:
            authorization.answer_due_on = clock.add_working_days(authorization.answer_due_on, waited)


@mission_completed.then
def end_authorizations(actor: Person, mission: Mission) -> None:
    """A mission is over: what was granted ends, and weeks after the present one are free again."""
    granted = db.session.scalars(
        sa.select(Authorization).where(Authorization.mission_id == mission.id, Authorization.state.in_(GRANTED_STATES))
    ).all()
    for authorization in granted:
        weeks = capacity.free(authorization, since=_next_week())
        AUTHORIZATION.apply(actor, authorization, "end", data={"weeks_freed": weeks})


def _next_week() -> date:
    """The present week may already be worked: it stays given, and can still be declared."""
    return clock.this_week() + timedelta(weeks=1)


@manager_changed.then
def redirect_requests(person: Person) -> None:
    """Someone's manager changed: the new line decides what still waits, for them and for everyone below."""
    deciders.redirect_requests(queries.open_requests(Authorization.person_id.in_(people_below(person))))


@person_left.then
def replace_decider(person: Person) -> None:
    """Someone left: others decide what waited for them."""
    deciders.redirect_requests(queries.open_requests(Authorization.decider_id == person.id))


@access_changed.then
def follow_access(person: Person) -> None:
    """An account closed or opened, or its roles changed: what waits for this person, for nobody, or below, follows."""
    below = Authorization.person_id.in_(people_below(person))
    waits = sa.or_(Authorization.decider_id == person.id, Authorization.decider_id.is_(None), below)
    deciders.redirect_requests(queries.open_requests(waits))


@applied.then
def step_aside(actor: Person, application: Application) -> None:
    """Nobody decides on a rival: what waits for who applied to the same mission goes to someone else."""
    deciders.redirect_requests(
        queries.open_requests(
            Authorization.mission_id == application.mission_id, Authorization.decider_id == application.person_id
        )
    )


@owners_changed.then
def follow_owners(mission: Mission) -> None:
    """Owners never decide on their own mission: who does is found again."""
    deciders.redirect_requests(queries.open_requests(Authorization.mission_id == mission.id))
