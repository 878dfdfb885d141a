"""Who is told what happens in a room. Queued in the present transaction, sent after it."""

from __future__ import annotations

from datetime import date

from portal.missions.notifications import owners
from portal.notices.telling import tell
from portal.organization.models import Person
from portal.rooms.labels import task_title
from portal.rooms.models import Room, RoomMember, RoomNote, RoomTask
from portal.rooms.queries import members_of
from portal.rooms.rules import Promise


def tell_opened(room: Room, person: Person) -> None:
    """Whoever enters with a place: where the room is, and what is asked of them first."""
    tell(person, "rooms/opened", room=room, mission=room.mission)


def tell_given(actor: Person | None, task: RoomTask) -> None:
    """Whoever is put in charge of a task by someone else."""
    if actor is None or actor.id != task.charge_id:
        tell(task.charge, "rooms/task_given", task=task, mission=task.room.mission, actor=actor, title_of=task_title)


def tell_task_due(task: RoomTask) -> None:
    """Whoever is in charge: the day has come."""
    tell(task.charge, "rooms/task_due", task=task, mission=task.room.mission, title_of=task_title)


def tell_buddy(actor: Person, member: RoomMember) -> None:
    """Whoever is to help someone find their way."""
    if member.buddy is not None and member.buddy_id != actor.id:
        tell(member.buddy, "rooms/buddy", room=member.room, mission=member.room.mission, member=member, actor=actor)


def tell_contact(actor: Person, room: Room, person: Person, about: str) -> None:
    """Whom the team may turn to, and what for."""
    tell(person, "rooms/contact", room=room, mission=room.mission, about=about, actor=actor)


def tell_promise_due(room: Room, promise: Promise, today: date) -> None:
    """Those who own the mission: what comes next is to be said by a day, or was."""
    for person in owners(room.mission):
        tell(
            person,
            "rooms/promise_due",
            room=room,
            mission=room.mission,
            promise=promise,
            is_late=today > promise.due_on,
        )


def tell_next(actor: Person, room: Room) -> None:
    """Everyone who holds a place, and the other owner, read what comes next."""
    people = [*(member.person for member in members_of(room)), *owners(room.mission)]
    for person in people:
        if person.id != actor.id:
            tell(person, "rooms/next_said", room=room, mission=room.mission, actor=actor)


def tell_note_due(member: RoomMember) -> None:
    """Whoever wrote nothing yet this week."""
    tell(member.person, "rooms/note_due", room=member.room, mission=member.room.mission)


def tell_rating_due(member: RoomMember) -> None:
    """Whoever has begun and did not say how clear the brief was."""
    tell(member.person, "rooms/brief_to_rate", room=member.room, mission=member.room.mission)


def tell_note(actor: Person, room: Room, note: RoomNote) -> None:
    """Those who own the mission: how someone's week goes."""
    for person in owners(room.mission):
        tell(person, "rooms/note_written", room=room, mission=room.mission, note=note, actor=actor)


def tell_rated(actor: Person, room: Room) -> None:
    """Those who wrote the brief: someone said how clear it was."""
    for person in owners(room.mission):
        tell(person, "rooms/brief_rated", room=room, mission=room.mission, actor=actor)
