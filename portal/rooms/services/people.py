"""Who does what in a room, and whom the team may turn to. Each verb is one transaction."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.core import audit, clock
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person
from portal.rooms import notifications
from portal.rooms.models import Room, RoomContact, RoomMember, RoomTask, TaskKind
from portal.rooms.queries import count_standing, people_of
from portal.rooms.rules import MOST_CONTACTS
from portal.rooms.services.holding import check_may_run, checked_line, hold_running
from portal.rooms.services.opening import settle


def nobody(sentence: Any = None) -> Invalid:
    """What is said when a typed name means nobody."""
    return Invalid(fields={"label": sentence or _l("Name an employee.")})


def describe_member(actor: Person, member: RoomMember, *, role: str, buddy: str, version: int | None) -> RoomMember:
    """Say what someone answers for, and who is their buddy (a public id of the room, or nobody); the buddy is told,
    and put in charge of meeting them if that is still to be done. Raises `Invalid`, `Conflict`."""
    check_may_run(actor, member.room)
    role = checked_line(role, "role")
    with transaction():
        hold_running(member.room)
        db.session.refresh(member, with_for_update={"of": RoomMember})
        member.expect(version)
        found = people_of(member.room).get(buddy) if buddy else None
        if buddy and (found is None or found.id == member.person_id):
            raise Invalid(fields={"buddy": _l("Choose someone else of this room.")})
        is_new = found is not None and found.id != member.buddy_id
        member.role, member.buddy, member.buddy_id = role, found, found.id if found else None
        audit.record(actor, member, "describe", text=role, data={"buddy": found.public_id if found else None})
        if is_new:
            _give_meeting(actor, member)
            notifications.tell_buddy(actor, member)
    return member


def _give_meeting(actor: Person, member: RoomMember) -> None:
    select = sa.select(RoomTask).where(
        RoomTask.room_id == member.room_id,
        RoomTask.for_id == member.person_id,
        RoomTask.kind == TaskKind.BUDDY,
        RoomTask.done_at.is_(None),
        RoomTask.removed_at.is_(None),
    )
    for task in db.session.scalars(select).all():
        task.charge_id = member.buddy_id or task.charge_id
        audit.record(actor, task, "edit")


def add_contact(actor: Person, room: Room, person_id: int, *, about: str) -> RoomContact:
    """Say whom the team may turn to, and what for: an employee who is not in the room yet. They are told, and enter it.

    Raises `Invalid`, and `Conflict` when there are too many.
    """
    check_may_run(actor, room)
    about = checked_line(about, "about", required=_l("Say what the team may ask them."))
    with transaction() as session:
        hold_running(room)
        person = session.get(Person, person_id)
        if person is None or person.is_external or person.left_on is not None:
            raise nobody(_l("No employee has this name."))
        if person.public_id in people_of(room):
            raise nobody(_l("This person is in the room already."))
        if count_standing(RoomContact, room) >= MOST_CONTACTS:
            raise Conflict(_l("This room holds twenty contacts: take some away first."), code="room.contacts")
        contact = RoomContact(room=room, person=person, about=about)
        session.add(contact)
        session.flush()
        audit.record(actor, contact, "add", text=about, data={"person": person.public_id})
        notifications.tell_contact(actor, room, person, about)
    return contact


def remove_contact(actor: Person, contact: RoomContact) -> None:
    """The team turns to them no more, and they leave the room. Twice is once."""
    check_may_run(actor, contact.room)
    with transaction() as session:
        hold_running(contact.room)
        db.session.refresh(contact, with_for_update={"of": RoomContact})
        if contact.removed_at is None:
            contact.removed_at = clock.now()
            audit.record(actor, contact, "remove")
            session.flush()
            settle(contact.room.mission)
