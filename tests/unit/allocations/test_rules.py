"""What a request meets or breaks, in plain numbers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.allocations import rules
from portal.core import clock

MONDAY = date(2026, 11, 23)


def weeks(count, first=MONDAY):
    return [first + timedelta(weeks=n) for n in range(count)]


def terms(percent=20, count=4, first=MONDAY):
    return rules.Terms(percent, weeks(count, first))


@pytest.mark.parametrize(
    ("used", "kept", "hard", "over"),
    [
        ({}, True, False, 0),
        ({MONDAY: 20}, True, False, 0),
        ({MONDAY: 21}, False, False, 1),
        ({MONDAY: 80}, False, False, 1),
        ({MONDAY: 81}, False, True, 1),
        (dict.fromkeys(weeks(9), 30), False, False, 4),
    ],
)
def test_ceiling(used, kept, hard, over):
    finding = rules.check_ceiling("Inès", terms(), used, 40)
    assert (finding.kept, finding.hard, len(finding.weeks)) == (kept, hard, over)


def test_a_full_team_stays_present():
    team = {1: {}, 2: {}, 3: {}, 4: {}, 5: {}}
    assert rules.check_team(terms(), 1, team).kept


def test_a_team_that_lends_too_much_is_said_with_its_weeks():
    busy = dict.fromkeys(weeks(2), 50)
    finding = rules.check_team(terms(percent=50), 1, {1: {}, 2: busy, 3: busy, 4: {}, 5: {}})
    assert not finding.kept
    assert finding.weeks == tuple(weeks(2))


@pytest.mark.parametrize(
    ("ahead", "kept", "hard"), [(-1, False, True), (0, False, False), (1, True, False), (8, True, False)]
)
def test_notice(ahead, kept, hard):
    finding = rules.check_notice(terms(first=MONDAY + timedelta(weeks=ahead)), MONDAY)
    assert (finding.kept, finding.hard) == (kept, hard)


def test_a_reason_is_needed_only_when_something_is_broken():
    kept = rules.check_ceiling("Inès", terms(), {}, 40)
    broken = rules.check_ceiling("Inès", terms(), {MONDAY: 30}, 40)
    impossible = rules.check_ceiling("Inès", terms(), {MONDAY: 90}, 40)
    assert not rules.needs_reason([kept])
    assert rules.needs_reason([kept, broken]) and not rules.is_blocked([kept, broken])
    assert rules.is_blocked([kept, impossible])


@given(
    used=st.dictionaries(st.sampled_from(weeks(8)), st.integers(0, 100)),
    percent=st.integers(5, 100),
    ceiling=st.integers(0, 100),
)
def test_a_kept_ceiling_is_never_passed(used, percent, ceiling):
    asked = terms(percent, 8)
    finding = rules.check_ceiling("X", asked, used, ceiling)
    assert finding.kept == all(used.get(week, 0) + percent <= ceiling for week in asked.weeks)
    assert finding.hard == any(used.get(week, 0) + percent > max(100, ceiling) for week in asked.weeks)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 12, 28), date(2027, 1, 4), 2),
        (date(2020, 12, 28), date(2021, 1, 10), 2),
        (date(2026, 3, 23), date(2026, 4, 5), 2),
    ],
)
def test_weeks_cross_years_and_clock_changes(first, last, count):
    assert len(clock.weeks_between(first, last)) == count


def test_the_53rd_week():
    assert clock.iso_week_number(date(2026, 12, 28)) == 53
    assert clock.iso_week_number(date(2027, 1, 4)) == 1


@pytest.mark.parametrize(
    ("pauses", "met"),
    [
        ([], 0),
        ([(MONDAY - timedelta(days=9), MONDAY - timedelta(days=1))], 0),
        ([(MONDAY - timedelta(days=9), MONDAY)], 1),
        ([(MONDAY + timedelta(days=4), MONDAY + timedelta(days=7))], 2),
        # A weekend is no part of a week's work.
        ([(MONDAY + timedelta(days=5), MONDAY + timedelta(days=6))], 0),
        ([(MONDAY, MONDAY), (MONDAY + timedelta(weeks=3), MONDAY + timedelta(weeks=9))], 2),
    ],
)
def test_a_pause_that_meets_the_weeks_is_told_and_breaks_nothing(pauses, met):
    finding = rules.pause_finding("Inès", terms(), pauses)
    assert (len(finding.weeks) if finding else 0) == met
    assert not rules.needs_reason([finding] if finding else [])
    assert not rules.is_blocked([finding] if finding else [])
