"""What becomes of applications when their mission ends, or the talent leaves. Runs inside the caller's transaction."""

from __future__ import annotations

from portal.applications import notifications, queries
from portal.applications.models import Application, ApplicationState, NotSelectedReason
from portal.applications.steps import HOLDING_STATES, advance, complete_seat, vacate_seat
from portal.applications.workflow import LEFT
from portal.missions.models import Mission
from portal.missions.workflow import mission_cancelled, mission_completed
from portal.organization.models import Person
from portal.organization.workflow import person_left


@mission_completed.then
def complete_applications(actor: Person, mission: Mission) -> None:
    """Confirmed people have completed it; whoever still waited is told that nothing will come."""
    for application in queries.live_applications(mission):
        if application.state is ApplicationState.CONFIRMED:
            complete_seat(actor, application)
        else:
            _end(actor, application, completed=True)


@mission_cancelled.then
def end_applications(actor: Person, mission: Mission) -> None:
    """Every live application ends, every held place is given back, and everyone is told."""
    for application in queries.live_applications(mission):
        _end(actor, application, completed=False)


def _end(actor: Person, application: Application, *, completed: bool) -> None:
    if application.state in HOLDING_STATES:
        vacate_seat(actor, application, "release")
    else:
        advance(actor, application, "close", reason=NotSelectedReason.SEAT_CANCELLED)
    notifications.tell_mission_ended(application, completed=completed)


@person_left.then
def leave_places(person: Person) -> None:
    """Someone left: what they hold is released, what still waited lapses, and those who own the missions know why."""
    for application in queries.live_applications_of(person):
        held = application.state in HOLDING_STATES
        if held:
            vacate_seat(None, application, "release", data=LEFT)
        else:
            advance(None, application, "lapse", data=LEFT)
        reserve = len(queries.in_reserve(application)) if held else 0
        notifications.tell_left(application, held=held, reserve=reserve)
