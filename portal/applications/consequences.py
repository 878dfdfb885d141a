"""What becomes of applications when their mission ends, or the talent leaves, and of a mission that is full without
anyone being confirmed. Runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection

from portal.applications import notifications, queries
from portal.applications.inviting.notifications import tell_called_off
from portal.applications.models import Application, ApplicationState, NotSelectedReason
from portal.applications.steps import HOLDING_STATES, advance, complete_seat, is_staffed, vacate_seat
from portal.applications.workflow import LEFT
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.missions.models import Mission, MissionState
from portal.missions.workflow import (
    MISSION,
    mission_cancelled,
    mission_changed,
    mission_completed,
    mission_published,
    owners_changed,
)
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
    if application.state is ApplicationState.INVITED:
        advance(actor, application, "lapse")
        tell_called_off(application, completed=completed)
        return
    if application.state in HOLDING_STATES:
        vacate_seat(actor, application, "release")
    else:
        advance(actor, application, "close", reason=NotSelectedReason.SEAT_CANCELLED)
    notifications.tell_mission_ended(application, completed=completed)


@mission_published.then
def staff_when_published(mission: Mission) -> None:
    """It was sent back to those who own it, and the last place was confirmed before it is published again."""
    _staff_if_full(None, mission)


@mission_changed.then
def staff_when_changed(actor: Person, mission: Mission, changed: Collection[str]) -> None:
    """The places that nobody had taken were taken out."""
    _staff_if_full(actor, mission)


def _staff_if_full(actor: Person | None, mission: Mission) -> None:
    if mission.state is MissionState.PUBLISHED and is_staffed(mission):
        MISSION.apply(actor, mission, "staff")


@owners_changed.then
def keep_candidates_from_owning(mission: Mission) -> None:
    """Who waits for an answer does not join those who answer: they would read their rivals, and their own case."""
    owners = {mission.owner_id, mission.co_owner_id}
    if any(application.person_id in owners for application in queries.live_applications(mission)):
        sentence = _l("This person has applied to this mission. Answer the application first.")
        raise Invalid(fields={"co_owner": sentence}, code="mission.candidate")


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
