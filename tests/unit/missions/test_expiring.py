"""When a mission without anyone is warned about, and when it expires."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.missions.expiring.rules import due_step, last_day, may_reopen

TODAY = date(2026, 11, 23)


def ago(days):
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("age", "warned", "told_days_ago", "due"),
    [
        (59, 0, None, None),
        (60, 0, None, 60),
        (79, 60, 19, None),
        (80, 60, 20, 80),
        (89, 80, 9, None),
        (90, 80, 10, 90),
        (400, 0, None, 60),
        (400, 60, 9, None),
        (400, 60, 10, 80),
        (400, 80, 9, None),
    ],
)
def test_one_step_at_a_time_and_never_without_notice(age, warned, told_days_ago, due):
    assert due_step(age, warned, ago(told_days_ago) if told_days_ago is not None else None, TODAY) == due


@given(age=st.integers(0, 500), paused=st.integers(0, 60))
def test_the_day_announced_is_the_day_it_expires(age, paused):
    """Whenever the chore first runs, and every day from then on: what was said last is what happens."""
    current_on, warned, warned_on, said = ago(age), 0, None, None
    today = TODAY
    for _day in range(200):
        step = due_step((today - current_on).days - paused, warned, warned_on, today)
        if step == 90:
            assert said == today
            return
        if step is not None:
            warned, warned_on = step, today
        said = last_day(current_on, paused, warned, warned_on, today) if warned else None
        today += timedelta(days=1)
    raise AssertionError("it never expired")


@pytest.mark.parametrize(("days", "may"), [(0, True), (30, True), (31, False)])
def test_it_is_opened_again_within_a_month(days, may):
    assert may_reopen(ago(days), TODAY) is may
    assert not may_reopen(None, TODAY)
