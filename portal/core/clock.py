"""The only source of time.

Instants are aware UTC datetimes, days are dates, weeks are the date of their Monday (ISO 8601).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
FARTHEST = timedelta(weeks=156)

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present instant, in UTC."""
    return _moment.get() or datetime.now(UTC)


def today() -> date:
    """The present day in the organization's time zone."""
    return _day_of_minute(int(now().timestamp() // 60))


@lru_cache(maxsize=64)
def _day_of_minute(minute: int) -> date:
    # A page asks some sixty times, and a day begins with a minute in every zone.
    return local_day(datetime.fromtimestamp(minute * 60, UTC))


def local_day(instant: datetime) -> date:
    """The day of an aware instant in the organization's time zone."""
    return instant.astimezone(ZONE).date()


def start_of(day: date) -> datetime:
    """The instant a day begins in the organization's time zone."""
    return datetime.combine(day, time(), ZONE)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Run a block as if it were `moment` (aware): the demo organization lives its past year through it."""
    token = _moment.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _moment.reset(token)


def week_of(day: date) -> date:
    """The Monday of the ISO week that holds `day`."""
    return day - timedelta(days=day.weekday())


def this_week() -> date:
    """The Monday of the present week."""
    return week_of(today())


def is_far(day: date) -> bool:
    """Whether the week of `day` is more than three years from the present one, before or after."""
    return abs(week_of(day) - this_week()) > FARTHEST


def weeks_between(first: date, last: date) -> list[date]:
    """Every Monday from the week of `first` to the week of `last`, both included, in ascending order."""
    start, stop = week_of(first), week_of(last)
    return [start + timedelta(weeks=n) for n in range((stop - start).days // 7 + 1)]


def week_end(week: date) -> date:
    """The Friday of a week: the last working day shown to people."""
    return week + timedelta(days=4)


def iso_week_number(week: date) -> int:
    """The ISO 8601 number (1 to 53) of the week."""
    return week.isocalendar().week


def subtract_working_days(day: date, count: int) -> date:
    """The day `count` working days (Monday to Friday) before `day`."""
    while count > 0:
        day -= timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


def add_working_days(day: date, count: int) -> date:
    """The day `count` working days (Monday to Friday) after `day`."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5:
            count -= 1
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days (Monday to Friday) come after `first`, up to `last`; 0 when `last` is not after it."""
    days = range(1, max(0, (last - first).days) + 1)
    return sum((first + timedelta(days=number)).weekday() < 5 for number in days)
