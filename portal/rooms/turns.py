"""What a room waits for from its reader, in sentences, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from portal.core.clock import week_end
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.missions.models import MissionState
from portal.organization.models import Person
from portal.rooms.rules import SILENT, is_running
from portal.rooms.sheet import RoomSheet
from portal.web.jinja import day


class Turn(NamedTuple):
    """Something the reader is awaited for: a sentence, the part of the page that answers it, and how pressing it is."""

    sentence: str
    part: str
    tone: str


def turns_of(room: RoomSheet, reader: Person, today: date) -> list[Turn]:
    """What the room waits for from this reader; nothing once the work is over."""
    if not is_running(room):
        return []
    owns = reader.id in (room.owner_id, room.co_owner_id)
    found = [*(_owner_turns(room, today) if owns else ()), *_own_turns(room, today), *_task_turns(room, reader, today)]
    return sorted(found, key=lambda turn: turn.tone != "stop")


def _owner_turns(room: RoomSheet, today: date) -> Iterator[Turn]:
    promise = room.promise
    if promise.is_near(today):
        late = promise.late_days(today)
        sentence = (
            ngettext(
                "You promised to say what comes next by %(day)s: that was %(num)d day ago.",
                "You promised to say what comes next by %(day)s: that was %(num)d days ago.",
                late,
                day=day(promise.due_on),
            )
            if late
            else _("Say what comes next by %(day)s: the team waits for it.", day=day(promise.due_on))
        )
        yield Turn(sentence, "next", "stop" if late else "todo")
    if room.state is MissionState.IN_PROGRESS:
        for member in room.members:
            if member.silent >= SILENT:
                sentence = ngettext(
                    "%(name)s has written nothing for %(num)d week.",
                    "%(name)s has written nothing for %(num)d weeks.",
                    member.silent,
                    name=member.person.full_name,
                )
                yield Turn(sentence, "notes", "todo")


def _own_turns(room: RoomSheet, today: date) -> Iterator[Turn]:
    mine = room.mine
    if mine is None or today < mine.first_week:
        return
    if mine.clarity is None:
        yield Turn(_("Say how clear the brief was: whoever wrote it learns from you."), "clarity", "todo")
    if room.mine_now is None and room.state is MissionState.IN_PROGRESS and today <= week_end(mine.last_week):
        yield Turn(_("Say in three lines how your week goes."), "notes", "todo")


def _task_turns(room: RoomSheet, reader: Person, today: date) -> Iterator[Turn]:
    mine = [task for task in room.tasks if task.charge_id == reader.id and not task.is_removed and not task.done_at]
    late = sum(task.is_late(today) for task in mine)
    if late:
        sentence = ngettext(
            "%(num)d task that you are in charge of is late.", "%(num)d tasks that you are in charge of are late.", late
        )
        yield Turn(sentence, "tasks", "stop")
    elif any((task.due_on - today).days <= 2 for task in mine):
        yield Turn(_("A task that you are in charge of is due in the coming days."), "tasks", "todo")
