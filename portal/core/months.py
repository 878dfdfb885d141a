"""Months as they stand in an address or in the search index: « 2026-11 »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

_WRITTEN = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def month_of(day: date) -> str:
    """The month of a day."""
    return f"{day:%Y-%m}"


def is_month(text: str) -> bool:
    """Whether a text is a month of this century."""
    return _WRITTEN.fullmatch(text) is not None


def first_day(month: str) -> date:
    """The first day of a month."""
    return date.fromisoformat(f"{month}-01")


def next_month(day: date) -> date:
    """The first day of the month after that of `day`."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def months_between(first: date, last: date) -> Iterator[str]:
    """The months that hold a day from `first` to `last`, in order; none when the end comes before the start."""
    day = first
    while day <= last:
        yield month_of(day)
        day = next_month(day)


def months_ahead(today: date, count: int) -> list[str]:
    """The month of today and those that follow, `count` in all."""
    found = [today]
    while len(found) < count:
        found.append(next_month(found[-1]))
    return [month_of(day) for day in found]
