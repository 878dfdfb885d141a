"""When and how much someone is free, in the few values that can be searched by. Who may know of it, the caller asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from portal.core.months import first_day, months_ahead, next_month

# How many months are told, the present one being the first: an availability without an end has no last one.
MONTHS = 13
# « At least so many percent of the week ».
SHARES = (10, 20, 40, 60, 80, 100)


class Said(NamedTuple):
    """What someone says of their availability: a share of the week in percent, from a day to another, both included."""

    share: int | None
    first: date | None
    last: date | None


class Away(NamedTuple):
    """The days of a pause, both included."""

    first: date
    last: date


def free_values(said: Said, pauses: Iterable[Away], today: date) -> list[tuple[str, str]]:
    """What this availability is found by: ("month", "2026-11") for each month with a day to come that is said to be
    free and falls in no pause, and ("free", "20") for each share that it is enough for. None when no such day is left.
    """
    months = [("month", month) for month in _free_months(said, sorted(pauses), today)] if said.share else []
    shares = [("free", str(share)) for share in SHARES if share <= (said.share or 0)]
    return months + shares if months else []


def _free_months(said: Said, pauses: Iterable[Away], today: date) -> Iterator[str]:
    for month in months_ahead(today, MONTHS):
        day = max(first_day(month), today, said.first or today)
        last = next_month(first_day(month)) - timedelta(days=1)
        for pause in pauses:
            if pause.first <= day <= pause.last:
                day = pause.last + timedelta(days=1)
        if day <= min(last, said.last or last):
            yield month
