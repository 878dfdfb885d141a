"""A pilot's rules held against terms."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from portal.pilots.rules import broken_rules

RULES = SimpleNamespace(max_percent=20, max_weeks=8)
MONDAY = date(2027, 1, 4)


@pytest.mark.parametrize(
    ("percent", "last", "broken"),
    [
        (20, date(2027, 2, 22), 0),
        (25, date(2027, 2, 22), 1),
        (20, date(2027, 3, 1), 1),
        (100, date(2027, 3, 1), 2),
        (20, date(2027, 2, 28), 0),
    ],
)
def test_rules(percent, last, broken):
    assert len(broken_rules(RULES, percent, MONDAY, last)) == broken


@pytest.mark.parametrize(
    ("percent", "given", "broken"),
    [
        (10, {MONDAY: 10}, []),
        (15, {MONDAY: 10}, ["20% of a week at most for one person: with its other missions this makes 25%."]),
        # The same weeks again are not more weeks; a share in other weeks adds nothing to a share in these.
        (20, {}, []),
        (20, {date(2027, 3, 1): 20}, ["weeks"]),
        (10, {MONDAY + timedelta(weeks=n): 10 for n in range(8)}, []),
        (15, {date(2026, 12, 7): 10, MONDAY: 10}, ["of a week at most for one", "weeks at most for one"]),
        # Beyond the pilot by itself, a request is told so once.
        (25, {MONDAY: 10}, ["The pilot allows 20% of a week at most."]),
    ],
)
def test_the_most_is_for_a_person_over_all_missions_of_the_pilot(percent, given, broken):
    last = MONDAY + timedelta(weeks=7)
    found = broken_rules(RULES, percent, MONDAY, last, given=given)
    assert len(found) == len(broken)
    assert all(words in str(sentence) for words, sentence in zip(broken, found, strict=True))


def test_weeks_are_summed_over_the_missions_of_the_pilot():
    given = {MONDAY + timedelta(weeks=n): 5 for n in range(4, 9)}
    (sentence,) = broken_rules(RULES, 5, MONDAY, MONDAY + timedelta(weeks=3), given=given)
    assert str(sentence) == "The pilot allows 8 weeks at most for one person: with its other missions this makes 9."
