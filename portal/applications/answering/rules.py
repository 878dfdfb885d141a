"""How long an answer may take. Days are working days; nothing runs while an application is on hold or its mission is
paused, since the day of the answer is moved then.
"""

from __future__ import annotations

from datetime import date, timedelta

from portal.core import clock

# Those who own the mission are reminded this long after the day they promised, then the application lapses.
REMINDERS = (1, 6)
LAPSES_AFTER = 15
# The usual answer time is told from this many answers on, over this long: fewer would tell of one person's case.
FEWEST_ANSWERS = 5
REMEMBERED = timedelta(days=365)


def lapses_on(due_on: date) -> date:
    """The day on which an application that was to be answered by `due_on` ends by itself."""
    return clock.add_working_days(due_on, LAPSES_AFTER)


def reminders_due(due_on: date, today: date) -> int:
    """How many reminders there should have been by `today`."""
    late = clock.working_days_between(due_on, today)
    return sum(late >= days for days in REMINDERS)
