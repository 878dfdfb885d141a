"""Opening a room, welcoming whoever joins it, and letting go of whoever leaves. Inside the caller's transaction."""

from __future__ import annotations

import sqlalchemy as sa

from portal.applications.models import Application, ApplicationState
from portal.core import audit, clock
from portal.extensions import db
from portal.missions.models import Mission
from portal.organization.models import Person
from portal.rooms import notifications
from portal.rooms.models import Room, RoomContact, RoomMember, RoomTask
from portal.rooms.queries import people_of, room_of
from portal.rooms.rules import STARTING_LIST, first_due


def open_room(actor: Person | None, mission: Mission) -> Room:
    """Open the room of a mission that starts, with a starting list for each person who holds a place."""
    room = room_of(mission)
    if room is not None:
        return room
    room = Room(mission=mission)
    db.session.add(room)
    db.session.flush()
    audit.record(actor, room, "open")
    for application in _confirmed(mission):
        welcome(actor, room, application)
    return room


def _confirmed(mission: Mission) -> list[Application]:
    select = sa.select(Application).where(
        Application.mission_id == mission.id, Application.state == ApplicationState.CONFIRMED
    )
    return list(db.session.scalars(select.order_by(Application.id)))


def welcome(actor: Person | None, room: Room, application: Application) -> None:
    """Someone enters with a place: what is to be done for them is proposed, and they are told. Once."""
    known = db.session.scalar(sa.select(RoomMember.id).where(RoomMember.application_id == application.id))
    if known is not None:
        return
    member = RoomMember(room_id=room.id, application_id=application.id, person_id=application.person_id)
    db.session.add(member)
    arrives_on = max(application.terms.first_week, room.opened_on)
    for kind in STARTING_LIST:
        task = RoomTask(
            room_id=room.id,
            kind=kind,
            for_id=application.person_id,
            charge_id=room.mission.owner_id,
            due_on=first_due(kind, arrives_on),
        )
        db.session.add(task)
        db.session.flush()
        audit.record(actor, task, "propose")
    notifications.tell_opened(room, application.person)


def settle(mission: Mission) -> None:
    """After someone lost the room: what they were in charge of goes to the owner, what was to be done for them is
    taken away, and they are nobody's buddy any more."""
    room = room_of(mission)
    if room is None:
        return
    here = {person.id for person in people_of(room).values()}
    standing = sa.select(RoomTask).where(
        RoomTask.room_id == room.id, RoomTask.done_at.is_(None), RoomTask.removed_at.is_(None)
    )
    for task in db.session.scalars(standing.order_by(RoomTask.id)).all():
        if task.for_id is not None and task.for_id not in here:
            task.removed_at = clock.now()
            audit.record(None, task, "remove")
        elif task.charge_id not in here and task.charge_id != mission.owner_id:
            audit.record(None, task, "pass_on", data={"from": task.charge.public_id})
            task.charge_id = mission.owner_id
    buddies = sa.select(RoomMember).where(RoomMember.room_id == room.id, RoomMember.buddy_id.is_not(None))
    for member in db.session.scalars(buddies).all():
        if member.buddy_id not in here:
            member.buddy_id = None
            audit.record(None, member, "lose_buddy")


def let_contact_go(person: Person) -> None:
    """Someone left the organization: no team turns to them any more."""
    select = sa.select(RoomContact).where(RoomContact.person_id == person.id, RoomContact.removed_at.is_(None))
    for contact in db.session.scalars(select.order_by(RoomContact.id)).all():
        contact.removed_at = clock.now()
        audit.record(None, contact, "remove")
        db.session.flush()
        settle(contact.room.mission)
