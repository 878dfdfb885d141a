"""What the days say of a room."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.rooms.models import TaskKind
from portal.rooms.rules import Promise, due_day, end_of, first_due, reminds, silent_weeks

MONDAY = date(2026, 3, 2)


def weeks(*offsets: int) -> list[date]:
    return [MONDAY + timedelta(weeks=offset) for offset in offsets]


def test_the_promise_is_kept_thirty_days_before_whoever_leaves_first():
    assert end_of(weeks(9, 4, 7)) == date(2026, 4, 3)
    assert end_of([]) is None
    assert due_day(date(2026, 4, 3), MONDAY - timedelta(days=20)) == date(2026, 3, 4)
    assert due_day(date(2026, 4, 3), date(2026, 3, 20)) == date(2026, 3, 20), "a short mission: from its first day"


@pytest.mark.parametrize(
    ("said_on", "today", "late", "near"),
    [
        (None, date(2026, 3, 20), 0, False),
        (None, date(2026, 3, 24), 0, True),
        (None, date(2026, 3, 31), 0, True),
        (None, date(2026, 4, 2), 2, True),
        (date(2026, 3, 30), date(2026, 5, 1), 0, False),
        (date(2026, 4, 5), date(2026, 5, 1), 5, False),
    ],
)
def test_late_and_near(said_on, today, late, near):
    promise = Promise(date(2026, 3, 31), date(2026, 4, 30), said_on)
    assert (promise.late_days(today), promise.is_near(today)) == (late, near)


@pytest.mark.parametrize(
    ("told_on", "today", "expected"),
    [
        (None, date(2026, 3, 23), False),
        (None, date(2026, 3, 24), True),
        (date(2026, 3, 24), date(2026, 3, 31), False),
        (date(2026, 3, 24), date(2026, 4, 1), True),
        (date(2026, 4, 1), date(2026, 4, 7), False),
        (date(2026, 4, 1), date(2026, 4, 8), True),
    ],
)
def test_reminded_a_week_before_then_each_week_that_it_is_late(told_on, today, expected):
    assert reminds(date(2026, 3, 31), told_on, today) is expected


def test_a_list_counts_working_days():
    friday = date(2026, 3, 6)
    assert first_due(TaskKind.TOOLS, friday) == date(2026, 3, 9)
    assert first_due(TaskKind.BUDDY, friday) == date(2026, 3, 12)


@pytest.mark.parametrize(
    ("written", "since", "until", "expected"),
    [
        ([], 0, 0, 0),
        ([], 0, 3, 3),
        ([1], 0, 3, 1),
        ([3], 0, 3, 0),
        ([0], 2, 5, 3),
        ([], 5, 3, 0),
    ],
)
def test_whole_weeks_without_a_note(written, since, until, expected):
    assert silent_weeks(weeks(*written), *weeks(since, until), []) == expected


def test_a_week_put_aside_is_no_week_of_work():
    pause = (MONDAY + timedelta(weeks=1), MONDAY + timedelta(weeks=2, days=3))
    assert silent_weeks([], *weeks(0, 4), [pause]) == 3
    assert silent_weeks([], *weeks(0, 4), [(MONDAY, date.max)]) == 0
