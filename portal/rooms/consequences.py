"""What becomes of a room when its mission starts, and when people join or leave. Inside the caller's transaction."""

from __future__ import annotations

from portal.applications.models import Application
from portal.applications.workflow import seat_confirmed, seat_given_up
from portal.missions.models import Mission
from portal.missions.workflow import mission_started, owners_changed
from portal.organization.models import Person
from portal.organization.workflow import person_left
from portal.rooms.queries import room_of
from portal.rooms.rules import is_running
from portal.rooms.services.opening import let_contact_go, open_room, settle, welcome


@mission_started.then
def open_its_room(actor: Person, mission: Mission) -> None:
    """The work begins: so does the room."""
    open_room(actor, mission)


@seat_confirmed.then
def welcome_late(actor: Person | None, application: Application) -> None:
    """Who is confirmed once the work has begun joins the room then."""
    room = room_of(application.mission)
    if room is not None and is_running(application.mission):
        welcome(actor, room, application)


@seat_given_up.then
def let_go(actor: Person | None, application: Application) -> None:
    """Who gives a place up loses the room with it."""
    settle(application.mission)


@owners_changed.then
def pass_on(mission: Mission) -> None:
    """What a former owner was in charge of goes to the new one."""
    settle(mission)


@person_left.then
def forget_contact(person: Person) -> None:
    """No team turns to someone who left."""
    let_contact_go(person)
