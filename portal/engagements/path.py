"""The part of an external's path that procurement holds: the contract, by when, and what came of it."""

from __future__ import annotations

from datetime import date

from portal.applications.extensions import Step, clearance_steps
from portal.applications.models import Application
from portal.applications.path import step
from portal.applications.pausing.rules import is_paused
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.engagements import queries
from portal.engagements.labels import REJECTION_REASONS
from portal.engagements.models import Engagement, EngagementState, RejectionReason
from portal.organization.models import Person
from portal.web.jinja import day


def engagement_steps(application: Application, viewer: Person) -> list[Step] | None:
    """The clearance of a freelancer's or a consultant's place, in the path of their application."""
    if application.person.needs_authorization:
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
    if is_paused(engagement.mission):
        detail = _("the mission is paused: the day of the answer moves with it")
    elif due >= clock.today():
        detail = _("by %(day)s", day=day(due))
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
