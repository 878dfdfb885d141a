"""What only the clock asks in rooms."""

from __future__ import annotations

import sqlalchemy as sa

from portal.applications.models import Application
from portal.core import clock
from portal.core.worker import chore
from portal.extensions import db
from portal.rooms.models import RoomMember, RoomNote
from portal.rooms.queries import members_at_work, promises_waiting, tasks_due
from portal.rooms.rules import NOTE_DAY, RATING_ASKED, RATING_DAYS, Promise, due_day, end_of, reminds
from portal.rooms.services import reminding


@chore
def remind_of_promises() -> None:
    """Those who own a mission say what comes next thirty days before its end at the latest."""
    today = clock.today()
    for row in promises_waiting():
        ends_on = end_of([row.last_week]) or today
        promise = Promise(due_day(ends_on, row.opened_on), ends_on, None)
        if reminds(promise.due_on, row.promise_told_on, today):
            reminding.remind_of_promise(row.room_id, promise, row.promise_told_on)


@chore
def remind_of_tasks() -> None:
    """Whoever is in charge of a task is reminded on its day."""
    for task in tasks_due():
        reminding.remind_of_task(task)


@chore
def remind_of_notes() -> None:
    """From Thursday on, whoever wrote nothing this week is reminded, once."""
    if not NOTE_DAY <= clock.today().weekday() < 5:
        return
    written = sa.exists().where(
        RoomNote.room_id == RoomMember.room_id,
        RoomNote.person_id == RoomMember.person_id,
        RoomNote.week == clock.this_week(),
    )
    asked = sa.or_(RoomMember.note_asked_on.is_(None), RoomMember.note_asked_on < clock.this_week())
    for member in db.session.scalars(members_at_work().where(~written, asked)).all():
        reminding.remind_of_note(member)


@chore
def ask_for_ratings() -> None:
    """At the end of their first week, whoever did not say how clear the brief was is asked, once."""
    recent = Application.agreed_first_week > clock.today() - RATING_ASKED
    unrated = members_at_work().where(RoomMember.clarity.is_(None), RoomMember.rating_asked_on.is_(None), recent)
    for member in db.session.scalars(unrated).all():
        arrived_on = max(member.application.terms.first_week, member.room.opened_on)
        if clock.today() >= clock.add_working_days(arrived_on, RATING_DAYS):
            reminding.ask_for_rating(member)
