"""What the clock does when nobody answers. Silence is never consent, nor a refusal: it ends, and is called silence."""

from __future__ import annotations

from portal.accounts.models import Role
from portal.applications.answering import notifications
from portal.applications.answering.rules import lapses_on, reminders_due
from portal.applications.models import Application
from portal.applications.steps import advance, hold_mission
from portal.applications.workflow import UNANSWERED
from portal.core import audit, clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.queries import people_with_role


def remind_or_lapse(application: Application, reminders: int) -> str:
    """Remind those who own the mission of an answer that is late, or end an application that nobody answered.

    `reminders` is how many they had. Returns what was done: "remind", "lapse", or "" when it is no longer late.
    """
    with transaction() as session:
        hold_mission(application.mission)
        session.refresh(application, with_for_update={"of": Application})
        due, today = application.answer_due_on, clock.today()
        if due is None or due >= today or not application.waits_for_owner(today):
            return ""
        if today >= lapses_on(due):
            _lapse(application)
            return "lapse"
        if reminders_due(due, today) <= reminders:
            return ""
        audit.record(None, application, "remind")
        notifications.tell_late(application, lapses_on(due))
        return "remind"


def _lapse(application: Application) -> None:
    advance(None, application, "lapse", data=UNANSWERED)
    people = db.session.scalars(people_with_role(Role.HR)).all()
    notifications.tell_unanswered(application, people)
