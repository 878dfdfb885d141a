"""What engagements do when an external's offer is accepted, given up, or carried through."""

from __future__ import annotations

from datetime import date

from portal.applications.models import Application
from portal.applications.path import Step, clearance_steps, step
from portal.applications.workflow import offer_accepted, seat_given_up
from portal.core import audit, clock
from portal.core.i18n import gettext as _
from portal.engagements import notifications, queries
from portal.engagements.labels import REJECTION_REASONS
from portal.engagements.models import Engagement, EngagementState, RejectionReason
from portal.engagements.workflow import ENGAGEMENT
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.workflow import mission_completed
from portal.organization.models import Person
from portal.web.jinja import day

ANSWER_DAYS = 5


def needs_engagement(person: Person) -> bool:
    """Whether procurement clears this person's place: freelancers and consultants."""
    return not person.needs_authorization


@offer_accepted.then
def open_engagement(actor: Person, application: Application) -> None:
    """Draft the engagement from the offer and tell procurement, who answer within 5 working days."""
    offer = application.offer
    if offer is None or not needs_engagement(application.person):
        return
    firm = queries.firm_of(application.person)
    engagement = Engagement(
        application=application,
        person=application.person,
        mission=application.mission,
        firm=firm,
        starts_on=offer.first_week,
        ends_on=clock.week_end(offer.last_week),
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


@mission_completed.then
def end_engagements(actor: Person, mission: Mission) -> None:
    """The mission is completed: its engagements end with it."""
    for engagement in queries.engagements_of(mission, EngagementState.APPROVED):
        ENGAGEMENT.apply(actor, engagement, "end")


def engagement_steps(application: Application, viewer: Person) -> list[Step] | None:
    """The clearance of a freelancer's or a consultant's place, in the path of their application."""
    if not needs_engagement(application.person):
        return None
    engagement = queries.engagement_of(application)
    if engagement is None:
        return [step("next", _("Procurement confirms the contract"))]
    if engagement.state is EngagementState.DRAFTED:
        return [_waiting(engagement)]
    if engagement.state in (EngagementState.APPROVED, EngagementState.ENDED):
        name = engagement.decided_by.full_name if engagement.decided_by is not None else ""
        title = _("Procurement confirmed the contract")
        return [step("done", title, detail=name, at=_decided_on(engagement))]
    if engagement.state is EngagementState.REJECTED:
        return [_rejected(engagement)]
    return []


def _waiting(engagement: Engagement) -> Step:
    due = engagement.answer_due_on
    if due >= clock.today():
        detail = _("before %(day)s", day=day(due))
    else:
        detail = _("the answer was promised for %(day)s", day=day(due))
    return step("now", _("Procurement confirms the contract"), detail=detail)


def _rejected(engagement: Engagement) -> Step:
    code = queries.rejection_code(engagement)
    reason = str(REJECTION_REASONS[RejectionReason(code)]) if code else ""
    title = _("Procurement could not confirm the contract")
    return step("stop", title, detail=reason, at=_decided_on(engagement))


def _decided_on(engagement: Engagement) -> date | None:
    return clock.local_day(engagement.decided_at) if engagement.decided_at is not None else None


clearance_steps.append(engagement_steps)
