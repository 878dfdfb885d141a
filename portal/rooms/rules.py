"""What the days say of a room: whether it takes anything new, when what comes next is due, who has been silent."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from portal.core import clock
from portal.missions.models import MissionState as S
from portal.rooms.models import TaskKind

if TYPE_CHECKING:
    from portal.missions.models import Mission
    from portal.rooms.sheet import RoomSheet

# What comes after a mission is said this long before its end, at the latest.
PROMISE = timedelta(days=30)
# Its owners are reminded this long before that day, and as often once it is past.
REMINDER = timedelta(days=7)
# In how many working days of someone's arrival each task of the starting list is due.
STARTING_LIST = {TaskKind.TOOLS: 1, TaskKind.CONTEXT: 2, TaskKind.CONTACTS: 4, TaskKind.BUDDY: 4}
# The working day of a week, from 0, from which someone is reminded of their note; and of their rating, in all.
NOTE_DAY = 3
RATING_DAYS = 4
# Whoever arrived longer ago is not asked any more how clear the brief was.
RATING_ASKED = timedelta(days=28)
# Without a note for so many weeks of work, someone is silent.
SILENT = 2
MOST_TASKS = 100
MOST_LINKS = 50
MOST_CONTACTS = 20


def is_running(mission: Mission | RoomSheet) -> bool:
    """Whether the work goes on, or is put aside for a time: a room then takes what people add to it."""
    return mission.state is S.IN_PROGRESS or (mission.state is S.PAUSED and mission.paused_from is S.IN_PROGRESS)


def takes_next(mission: Mission | RoomSheet) -> bool:
    """Whether one may still say what comes next: better late than never, until the mission is closed."""
    return is_running(mission) or mission.state is S.COMPLETED


def end_of(last_weeks: Iterable[date]) -> date | None:
    """The last working day of whoever leaves first, from the Mondays of their last weeks; None without anyone."""
    first = min(last_weeks, default=None)
    return clock.week_end(first) if first is not None else None


def due_day(ends_on: date, opened_on: date) -> date:
    """The day by which what comes next is said: thirty days before the end, from the first day if it is nearer."""
    return max(ends_on - PROMISE, opened_on)


@dataclass(frozen=True, slots=True)
class Promise:
    """When what comes next is due, and when it was first said, if it was."""

    due_on: date
    ends_on: date
    said_on: date | None

    def late_days(self, today: date) -> int:
        """How many days late it was said, or is by now; 0 when it is not."""
        return max(0, ((self.said_on or today) - self.due_on).days)

    def is_near(self, today: date) -> bool:
        """Whether it is not said yet and due within a week, or past due."""
        return self.said_on is None and today >= self.due_on - REMINDER


def reminds(due_on: date, told_on: date | None, today: date) -> bool:
    """Whether those who own the mission are reminded today: a week before the day, then once it is past, each week."""
    if today < due_on - REMINDER:
        return False
    if told_on is None:
        return True
    return today > due_on and (told_on <= due_on or today - told_on >= REMINDER)


def first_due(kind: TaskKind, arrives_on: date) -> date:
    """When a task of the starting list is due for someone who arrives on a day."""
    return clock.add_working_days(arrives_on, STARTING_LIST[kind])


def silent_weeks(written: Collection[date], since: date, until: date, pauses: Collection[tuple[date, date]]) -> int:
    """How many whole weeks of work, the latest before the week `until`, went by without a note.

    Weeks are Mondays: of the notes `written`, and of the first one `since`. A week put aside from Monday to Friday by
    one of `pauses` (first day, last day) is no week of work.
    """
    silent = 0
    for week in reversed(clock.weeks_between(since, until)[:-1] if until > since else []):
        if week in written:
            break
        silent += not any(first <= week and clock.week_end(week) <= last for first, last in pauses)
    return silent if until not in written else 0
