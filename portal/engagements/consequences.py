"""What engagements do when an external's offer is accepted, given up, or carried through."""

from __future__ import annotations

from datetime import date

from portal.applications.models import Application
from portal.applications.workflow import offer_accepted, seat_given_up
from portal.core import audit, clock
from portal.engagements import notifications, queries
from portal.engagements.models import Engagement, EngagementState
from portal.engagements.workflow import ENGAGEMENT
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.workflow import mission_completed, mission_resumed
from portal.organization.models import Person

ANSWER_DAYS = 5


@offer_accepted.then
def open_engagement(actor: Person, application: Application) -> None:
    """Draft the engagement from the offer and tell procurement, who answer within 5 working days."""
    agreed = application.agreed
    if agreed is None or application.person.needs_authorization:
        return
    firm = queries.firm_of(application.person)
    engagement = Engagement(
        application=application,
        person=application.person,
        mission=application.mission,
        firm=firm,
        starts_on=agreed.first_week,
        ends_on=clock.week_end(agreed.last_week),
        answer_due_on=clock.add_working_days(clock.today(), ANSWER_DAYS),
    )
    db.session.add(engagement)
    db.session.flush()
    audit.record(actor, engagement, "open", to_state=engagement.state)
    notifications.tell_opened(engagement)


@seat_given_up.then
def cancel_engagement(actor: Person, application: Application) -> None:
    """The place is given up: so is the engagement, unless procurement already said no."""
    engagement = queries.engagement_of(application)
    if engagement is not None and engagement.state in ENGAGEMENT["cancel"].sources:
        ENGAGEMENT.apply(actor, engagement, "cancel")
        notifications.tell_cancelled(engagement)


@mission_resumed.then
def move_days(mission: Mission, paused_on: date) -> None:
    """The day promised is moved by the working days of the pause, unless it was past when the pause began."""
    waited = clock.working_days_between(paused_on, clock.today())
    for engagement in queries.engagements_of(mission, EngagementState.DRAFTED):
        if engagement.answer_due_on >= paused_on:
            engagement.answer_due_on = clock.add_working_days(engagement.answer_due_on, waited)


@mission_completed.then
def end_engagements(actor: Person, mission: Mission) -> None:
    """The mission is completed: its engagements end with it."""
    for engagement in queries.engagements_of(mission, EngagementState.APPROVED):
        ENGAGEMENT.apply(actor, engagement, "end")
