"""Hours as people write them, and the weeks that may be filled in: no database, no request.

Time is in minutes, weeks are the Mondays of ISO 8601 weeks. A full week is 35 hours, the French legal week (Code du
travail, L3121-27); 60 hours is the most a week may ever hold (L3121-21).
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal.core import clock
from portal.core.i18n import lazy_gettext as _l

FULL_WEEK = 35 * 60
MOST_IN_A_WEEK = 60 * 60
FAR_ABOVE = 2  # times the planned minutes
SMALL_GAP = 60
OLDEST_WEEKS = 8
WEEKS_AFTER_END = 4

_DECIMAL = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?\s*h?", re.IGNORECASE | re.ASCII)
_CLOCK = re.compile(r"(\d{1,4})\s*[h:]\s*([0-5]\d)(?:\s*min)?", re.IGNORECASE | re.ASCII)
_WEEK = re.compile(r"\d{4}-W\d{2}", re.ASCII)


class Fill(enum.StrEnum):
    """What empty fields become when someone asks for it: the planned time, or what they spent the week before."""

    PLANNED = "planned"
    LAST_WEEK = "last"


def parse_hours(text: str) -> int | None:
    """Minutes of "7", "7,5", "7.5", "7 h", "7h30" or "7:30"; None when it is none of these."""
    text = text.replace("\u202f", " ").replace("\xa0", " ").strip()
    if found := _CLOCK.fullmatch(text):
        return int(found[1]) * 60 + int(found[2])
    if found := _DECIMAL.fullmatch(text):
        hundredths = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
        return (hundredths * 60 + 50) // 100
    return None


def planned_minutes(percent: int) -> int:
    """Minutes that a percent of a full week makes."""
    return percent * FULL_WEEK // 100


def is_far_above(minutes: int, planned: int) -> bool:
    """Whether declared minutes need a word of explanation: more than twice the planned ones and an hour above."""
    return minutes > FAR_ABOVE * planned and minutes - planned > SMALL_GAP


def parse_week(text: str) -> date | None:
    """The Monday of a week written 2026-W03; None when there is no such week."""
    if not _WEEK.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def week_name(week: date) -> str:
    """The ISO 8601 name of a week: 2026-W03. Its year is the ISO year, which differs around New Year."""
    iso = week.isocalendar()
    return f"{iso.year:04}-W{iso.week:02}"


def is_due(week: date, today: date) -> bool:
    """Whether a week is far enough along to be filled in: from its Friday on."""
    return clock.week_end(week) <= today


@dataclass(frozen=True)
class Window:
    """The weeks someone may fill in for one place, first and last included."""

    confirmed: date
    first: date
    last: date

    def __contains__(self, week: date) -> bool:
        return self.first <= week <= self.last

    def weeks(self) -> list[date]:
        """Every Monday of the window, in ascending order; none when the window is empty."""
        return clock.weeks_between(self.first, self.last)

    def refusal(self, week: date) -> Any:
        """Why `week` cannot be filled in, as a sentence; an empty string when it can."""
        if week > clock.this_week():
            return _l("This week has not started yet.")
        if week < self.confirmed:
            return _l("Your place was not confirmed yet in this week.")
        if week < self.first:
            return _l("This week is more than eight weeks old. Ask the mission’s owner to recognise the time instead.")
        if week > self.last:
            return _l("Your part in the mission was already over in this week.")
        return ""


def window(confirmed_at: datetime, ended_at: datetime | None) -> Window:
    """From the confirmation, eight weeks back at most, to the present week or the one in which the place ended."""
    this_week = clock.this_week()
    confirmed = _week_of_instant(confirmed_at)
    first = max(confirmed, this_week - timedelta(weeks=OLDEST_WEEKS))
    last = this_week if ended_at is None else min(this_week, _week_of_instant(ended_at))
    return Window(confirmed, first, last)


def _week_of_instant(instant: datetime) -> date:
    return clock.week_of(clock.local_day(instant))
