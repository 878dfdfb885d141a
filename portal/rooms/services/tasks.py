"""What is to be done for those who arrive. Each verb is one transaction."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from portal import policies
from portal.core import audit, clock, submission
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person
from portal.rooms import notifications
from portal.rooms.models import Room, RoomTask, TaskKind
from portal.rooms.queries import count_standing, people_of
from portal.rooms.rules import MOST_TASKS
from portal.rooms.services.holding import check_may_run, checked_line, hold_running

_NOT_HERE = _l("Choose someone of this room.")


class Work(NamedTuple):
    """What a task says: `title` may be empty for one of the starting list. People are public ids; nobody in `newcomer`
    is for the whole team."""

    title: str
    charge: str
    newcomer: str
    due_on: date | None


def check_may_mark(actor: Person, task: RoomTask) -> None:
    """Raise `Forbidden` for who is neither in charge, nor concerned, nor an owner of the mission."""
    if not policies.room_task_mark(actor, task):
        raise Forbidden(_l("This task is someone else’s."), code="room.task")


def add_task(actor: Person, room: Room, work: Work, *, key: str | None) -> RoomTask:
    """Add something to do; whoever is in charge is told. The same `key` twice adds once."""
    check_may_run(actor, room)
    with transaction() as session:
        hold_running(room)
        earlier = submission.earlier_object(actor, key, RoomTask)
        if earlier is not None:
            return earlier
        if count_standing(RoomTask, room) >= MOST_TASKS:
            raise Conflict(_l("This room holds a hundred tasks: take some away first."), code="room.tasks")
        task = RoomTask(room=room, kind=TaskKind.OTHER)
        _write(task, room, work)
        session.add(task)
        session.flush()
        submission.remember(actor, key, task.public_id)
        audit.record(actor, task, "add", text=task.title)
        notifications.tell_given(actor, task)
    return task


def edit_task(actor: Person, task: RoomTask, work: Work, *, version: int | None) -> RoomTask:
    """Say it better, give it to someone else, move its day. Who becomes in charge is told.

    Raises `Conflict` once it is done, taken away or changed by someone else.
    """
    check_may_run(actor, task.room)
    with transaction():
        _hold(task, version)
        _check_open(task)
        before, was_due = task.charge_id, task.due_on
        _write(task, task.room, work)
        audit.record(actor, task, "edit", data={"due_on": task.due_on.isoformat(), "was_due": was_due.isoformat()})
        if task.charge_id != before:
            notifications.tell_given(actor, task)
    return task


def mark_done(actor: Person, task: RoomTask, *, version: int | None) -> RoomTask:
    """It is done: today, by whoever says so. Twice is once."""
    check_may_mark(actor, task)
    with transaction():
        _hold(task, None)
        if task.done_at is None:
            task.expect(version)
            _check_open(task)
            task.done_at, task.done_by_id = clock.now(), actor.id
            audit.record(actor, task, "done")
    return task


def mark_undone(actor: Person, task: RoomTask, *, version: int | None) -> RoomTask:
    """It was not done after all. Twice is once."""
    check_may_mark(actor, task)
    with transaction():
        _hold(task, None)
        if task.done_at is not None:
            task.expect(version)
            task.done_at = task.done_by_id = None
            audit.record(actor, task, "undone")
    return task


def remove_task(actor: Person, task: RoomTask, *, version: int | None) -> RoomTask:
    """It need not be done: it can be put back. Twice is once."""
    check_may_run(actor, task.room)
    with transaction():
        _hold(task, None)
        if task.removed_at is None:
            task.expect(version)
            task.removed_at = clock.now()
            audit.record(actor, task, "remove")
    return task


def restore_task(actor: Person, task: RoomTask, *, version: int | None) -> RoomTask:
    """Put it back as it was. Raises `Conflict` when it was for someone, or given to someone, who is no longer there."""
    check_may_run(actor, task.room)
    with transaction():
        _hold(task, None)
        if task.removed_at is not None:
            here = {person.id for person in people_of(task.room).values()}
            if not {task.charge_id, task.for_id or task.charge_id} <= here:
                raise Conflict(_l("Whoever it concerns is no longer in this room."), code="room.task_gone")
            task.removed_at = None
            audit.record(actor, task, "restore")
    return task


def _hold(task: RoomTask, version: int | None) -> None:
    hold_running(task.room)
    db.session.refresh(task, with_for_update={"of": RoomTask})
    task.expect(version)


def _check_open(task: RoomTask) -> None:
    if task.removed_at is not None:
        raise Conflict(_l("This task was taken away."), code="room.task_removed")
    if task.done_at is not None:
        raise Conflict(_l("This task is done."), code="room.task_done")


def _write(task: RoomTask, room: Room, work: Work) -> None:
    """Set what a task says from what was typed. Raises `Invalid`."""
    required = _l("Say what is to be done.") if task.kind is TaskKind.OTHER else None
    title = checked_line(work.title, "title", required=required)
    people = people_of(room)
    if work.charge not in people:
        raise Invalid(fields={"charge": _NOT_HERE})
    if work.newcomer and work.newcomer not in people:
        raise Invalid(fields={"newcomer": _NOT_HERE})
    if work.due_on is None or clock.is_far(work.due_on):
        raise Invalid(fields={"due_on": _l("Choose a day within three years.")})
    task.title, task.due_on, task.charge = title, work.due_on, people[work.charge]
    task.newcomer = people[work.newcomer] if work.newcomer else None
    # Set beside the relations: what is told reads them before anything is flushed.
    task.charge_id, task.for_id = task.charge.id, task.newcomer.id if task.newcomer else None
