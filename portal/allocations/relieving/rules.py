"""When the middle of granted time is."""

from __future__ import annotations

from datetime import date

from portal.core import clock


def middle_week(first_week: date, last_week: date) -> date:
    """The Monday of the week in the middle: the second of two, the third of four, the first of one."""
    weeks = clock.weeks_between(first_week, last_week)
    return weeks[len(weeks) // 2]
