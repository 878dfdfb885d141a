"""What becomes of applications when their mission is put aside, then taken up again, in the same transaction."""

from __future__ import annotations

from datetime import date

from portal.applications import queries
from portal.applications.models import Application, ApplicationState
from portal.applications.pausing import notifications
from portal.applications.steps import is_staffed
from portal.core import clock
from portal.missions.models import Mission, MissionState
from portal.missions.workflow import MISSION, mission_paused, mission_resumed
from portal.organization.models import Person


@mission_paused.then
def tell_those_concerned(actor: Person, mission: Mission, text: str) -> None:
    """Everyone who waits or holds a place reads why."""
    for application in queries.live_applications(mission):
        notifications.tell_paused(application, text=text)


@mission_resumed.then
def go_on(mission: Mission, paused_on: date) -> None:
    """The days that were promised are moved by the working days of the pause; places confirmed or left meanwhile count.

    A day that was past when the pause began stays past: a pause excuses no earlier silence.
    """
    waited = clock.working_days_between(paused_on, clock.today())
    for application in queries.live_applications(mission):
        _move_days(application, paused_on, waited)
        notifications.tell_resumed(application)
    if mission.state is MissionState.PUBLISHED and is_staffed(mission):
        MISSION.apply(None, mission, "staff")
    elif mission.state is MissionState.STAFFED and not is_staffed(mission):
        MISSION.apply(None, mission, "reopen")


def _move_days(application: Application, paused_on: date, waited: int) -> None:
    if application.answer_due_on is not None and application.answer_due_on >= paused_on:
        application.answer_due_on = clock.add_working_days(application.answer_due_on, waited)
        if application.state is ApplicationState.ON_HOLD:
            application.hold_until = application.answer_due_on
    offer = application.offer
    if application.state is ApplicationState.OFFERED and offer is not None and offer.answer_due_on >= paused_on:
        offer.answer_due_on = clock.add_working_days(offer.answer_due_on, waited)
