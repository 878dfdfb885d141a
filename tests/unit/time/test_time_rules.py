"""Hours as people write them, ISO weeks around New Year, and the weeks that may be filled in."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.allocations import time_rules as rules
from portal.core import clock


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("7", 420),
        ("7,5", 450),
        ("7.5", 450),
        ("7.25", 435),
        ("7,33", 440),
        ("7h30", 450),
        ("7 h 30", 450),
        ("7\u202fh\u202f30", 450),
        ("7H05", 425),
        ("7h30 min", 450),
        ("7:30", 450),
        ("7 h", 420),
        ("7,5\xa0h", 450),
        (" 0 ", 0),
        ("1000", 60000),
    ],
)
def test_hours_are_read_as_people_write_them(text, minutes):
    assert rules.parse_hours(text) == minutes


@pytest.mark.parametrize("text", ["", "sept", "-1", "7h60", "7.5.1", "1e3", "7,555", "10000", "7h5", "½", "7 30"])
def test_what_is_not_a_number_of_hours_is_refused(text):
    assert rules.parse_hours(text) is None


@pytest.mark.parametrize(("percent", "minutes"), [(100, 2100), (20, 420), (5, 105), (15, 315), (0, 0)])
def test_a_share_is_a_part_of_thirty_five_hours(percent, minutes):
    assert rules.planned_minutes(percent) == minutes


@pytest.mark.parametrize(
    ("day", "monday", "name"),
    [
        (date(2020, 12, 31), date(2020, 12, 28), "2020-W53"),
        (date(2021, 1, 3), date(2020, 12, 28), "2020-W53"),
        (date(2021, 1, 4), date(2021, 1, 4), "2021-W01"),
        (date(2024, 12, 31), date(2024, 12, 30), "2025-W01"),
        (date(2026, 12, 31), date(2026, 12, 28), "2026-W53"),
        (date(2027, 1, 1), date(2026, 12, 28), "2026-W53"),
        (date(2024, 3, 31), date(2024, 3, 25), "2024-W13"),
    ],
)
def test_weeks_are_named_by_their_iso_year(day, monday, name):
    assert clock.week_of(day) == monday
    assert rules.week_name(monday) == name
    assert rules.parse_week(name) == monday


@pytest.mark.parametrize("text", ["2021-W53", "2021-W00", "2021-W54", "2021-01", "2021W01", "2021-W01-3", "", "x"])
def test_a_week_that_does_not_exist_is_none(text):
    assert rules.parse_week(text) is None


def test_a_week_is_due_from_its_friday():
    monday = date(2020, 12, 28)
    assert not rules.is_due(monday, date(2020, 12, 31))
    assert rules.is_due(monday, date(2021, 1, 1))


def at(*moment):
    return datetime(*moment, tzinfo=UTC)


def test_the_window_goes_eight_weeks_back_over_a_53_week_year():
    with clock.at(at(2021, 1, 6, 9)):
        window = rules.window(at(2020, 1, 1), None)
    assert (window.first, window.last) == (date(2020, 11, 9), date(2021, 1, 4))
    assert len(window.weeks()) == 9
    assert date(2020, 12, 28) in window


def test_the_window_starts_in_the_week_of_the_confirmation():
    with clock.at(at(2024, 3, 20, 9)):
        window = rules.window(at(2024, 3, 7, 9), None)
        assert window.weeks() == [date(2024, 3, 4), date(2024, 3, 11), date(2024, 3, 18)]
        assert "confirmed" in str_of(window.refusal(date(2024, 2, 26)))
        assert "started" in str_of(window.refusal(date(2024, 3, 25)))
        assert window.refusal(date(2024, 3, 11)) == ""


def test_a_confirmation_late_on_sunday_in_paris_belongs_to_the_week_of_paris():
    with clock.at(at(2024, 6, 12, 9)):
        assert rules.window(at(2024, 6, 2, 22, 30), None).first == date(2024, 6, 3)
        assert rules.window(at(2024, 6, 2, 21, 30), None).first == date(2024, 5, 27)


def test_the_window_ends_with_the_mission():
    with clock.at(at(2024, 3, 20, 9)):
        window = rules.window(at(2023, 1, 1), at(2024, 3, 8, 9))
        assert window.last == date(2024, 3, 4)
        assert "over" in str_of(window.refusal(date(2024, 3, 11)))
        assert "eight" in str_of(window.refusal(date(2024, 1, 15)))


def str_of(sentence):
    """A lazy sentence in English, outside any request."""
    return sentence._args[0]
