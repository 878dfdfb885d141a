"""What the clock says in rooms. Each reminder is one transaction; of two workers that find it due, one sends it.

What was sent is noted without turning the version of what people may be changing meanwhile.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.rooms import notifications
from portal.rooms.models import Room, RoomMember, RoomTask
from portal.rooms.rules import Promise


def _note(model: Any, key: int, name: str, before: date | None, after: date) -> bool:
    """Write when someone was reminded, unless another worker just did."""
    table = model.__table__
    unchanged = table.c[name].is_(None) if before is None else table.c[name] == before
    written = db.session.execute(sa.update(table).where(table.c.id == key, unchanged).values({name: after}))
    return bool(written.rowcount)  # type: ignore[attr-defined]


def remind_of_promise(room_id: int, promise: Promise, told_on: date | None) -> bool:
    """Those who own the mission: what comes next is due, or late. Returns whether they were told."""
    with transaction() as session:
        if not _note(Room, room_id, "promise_told_on", told_on, clock.today()):
            return False
        notifications.tell_promise_due(session.get_one(Room, room_id), promise, clock.today())
    return True


def remind_of_task(task: RoomTask) -> bool:
    """Whoever is in charge: the day has come. Returns whether they were told."""
    with transaction():
        if not _note(RoomTask, task.id, "told_due_on", task.told_due_on, task.due_on):
            return False
        notifications.tell_task_due(task)
    return True


def remind_of_note(member: RoomMember) -> bool:
    """Whoever wrote nothing yet this week. Returns whether they were told."""
    with transaction():
        if not _note(RoomMember, member.id, "note_asked_on", member.note_asked_on, clock.today()):
            return False
        notifications.tell_note_due(member)
    return True


def ask_for_rating(member: RoomMember) -> bool:
    """Whoever has begun: how clear was the brief? Returns whether they were told."""
    with transaction():
        if not _note(RoomMember, member.id, "rating_asked_on", None, clock.today()):
            return False
        notifications.tell_rating_due(member)
    return True
