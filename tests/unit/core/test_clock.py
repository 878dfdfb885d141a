"""Time: weeks at the edges of years, the two odd days of the year, working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2080, 12, 31))


@pytest.mark.parametrize(
    ("day", "monday", "number"),
    [
        (date(2024, 12, 31), date(2024, 12, 30), 1),
        (date(2025, 1, 1), date(2024, 12, 30), 1),
        (date(2026, 12, 31), date(2026, 12, 28), 53),
        (date(2027, 1, 3), date(2026, 12, 28), 53),
        (date(2027, 1, 4), date(2027, 1, 4), 1),
        (date(2024, 2, 29), date(2024, 2, 26), 9),
        (date(2021, 1, 3), date(2020, 12, 28), 53),
    ],
)
def test_weeks_at_the_edges(day, monday, number):
    assert clock.week_of(day) == monday
    assert clock.iso_week_number(monday) == number


def test_a_year_of_53_weeks():
    weeks = clock.weeks_between(date(2026, 12, 24), date(2027, 1, 12))
    assert [clock.iso_week_number(week) for week in weeks] == [52, 53, 1, 2]


@given(DAYS, st.integers(min_value=0, max_value=120))
def test_weeks_follow_each_other(first, length):
    last = first + timedelta(days=length)
    weeks = clock.weeks_between(first, last)
    assert weeks[0] <= first < weeks[0] + timedelta(days=7)
    assert weeks[-1] <= last < weeks[-1] + timedelta(days=7)
    assert all(after - before == timedelta(weeks=1) for before, after in pairwise(weeks))


@given(DAYS)
def test_the_end_of_a_week_is_its_friday(day):
    assert clock.week_end(clock.week_of(day)).weekday() == 4


def test_no_weeks_backwards():
    assert clock.weeks_between(date(2026, 3, 9), date(2026, 3, 1)) == []


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 10, 31, 22, 59, tzinfo=UTC), date(2027, 10, 31)),
    ],
)
def test_today_is_the_day_in_paris(moment, day):
    with clock.at(moment):
        assert clock.today() == day


def test_a_moment_is_kept_in_utc_and_given_back():
    paris = datetime(2026, 7, 1, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))
    with clock.at(paris):
        assert clock.now() == paris
        assert clock.now().tzinfo is UTC
        with clock.at(paris + timedelta(days=1)):
            assert clock.today() == date(2026, 7, 2)
        assert clock.today() == date(2026, 7, 1)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    "change", [datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)]
)
def test_the_night_the_clocks_change_has_one_date(change):
    days = set()
    for minutes in range(0, 180, 10):
        with clock.at(change + timedelta(minutes=minutes)):
            days.add(clock.today())
    assert len(days) == 1


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 29)])
def test_three_years_are_counted_from_week_to_week_both_ways(today):
    monday, three_years = date(2026, 11, 23), timedelta(weeks=156)
    with clock.at(datetime(today.year, today.month, today.day, 12, tzinfo=UTC)):
        near = [today, monday - three_years, monday + three_years, monday + three_years + timedelta(days=6)]
        assert [clock.is_far(day) for day in near] == [False] * 4
        assert clock.is_far(monday - three_years - timedelta(days=1))
        assert clock.is_far(monday + three_years + timedelta(days=7))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 12, 31), 2, date(2027, 1, 4)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_working_days(day, count, expected):
    assert clock.add_working_days(day, count) == expected


@pytest.mark.parametrize(
    ("first", "count"), [(date(2026, 11, 20), 1), (date(2026, 11, 23), 7), (date(2026, 11, 25), 0)]
)
def test_working_days_between_undo_those_added(first, count):
    assert clock.working_days_between(first, clock.add_working_days(first, count)) == count
    assert clock.working_days_between(first, first - timedelta(days=count)) == 0
