"""The terms of an offer, whatever the mission."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.applications.terms import LONGEST_WEEKS, Terms, complaints

TODAY = date(2026, 3, 5)
MONDAY = date(2026, 3, 2)


def terms(percent: int = 20, first: int = 0, last: int = 5) -> Terms:
    return Terms(percent, MONDAY + timedelta(weeks=first), MONDAY + timedelta(weeks=last))


@pytest.mark.parametrize("percent", [5, 20, 100])
def test_shares_that_can_be(percent):
    assert complaints(terms(percent), today=TODAY) == {}


@pytest.mark.parametrize("percent", [-5, 0, 4, 23, 105])
def test_shares_that_cannot(percent):
    assert set(complaints(terms(percent), today=TODAY)) == {"percent"}


def test_the_present_week_can_still_start():
    assert complaints(terms(first=0, last=0), today=TODAY) == {}
    assert set(complaints(terms(first=-1), today=TODAY)) == {"first_week"}


def test_weeks_in_order_and_within_two_years():
    assert set(complaints(terms(first=3, last=2), today=TODAY)) == {"last_week"}
    assert complaints(terms(last=LONGEST_WEEKS - 1), today=TODAY) == {}
    assert set(complaints(terms(last=LONGEST_WEEKS), today=TODAY)) == {"last_week"}
