"""Months as they stand in an address."""

from __future__ import annotations

from datetime import date

import pytest

from portal.core.months import first_day, is_month, month_of, months_ahead, months_between, next_month


def test_months_follow_each_other_over_the_years() -> None:
    assert list(months_between(date(2026, 11, 30), date(2027, 2, 1))) == ["2026-11", "2026-12", "2027-01", "2027-02"]
    assert list(months_between(date(2026, 1, 31), date(2026, 1, 31))) == ["2026-01"]
    assert list(months_between(date(2026, 2, 1), date(2026, 1, 31))) == []
    assert months_ahead(date(2026, 10, 31), 4) == ["2026-10", "2026-11", "2026-12", "2027-01"]
    assert next_month(date(2026, 12, 31)) == date(2027, 1, 1)


def test_a_month_is_read_back() -> None:
    assert first_day(month_of(date(2028, 2, 29))) == date(2028, 2, 1)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "1999-12", "2026-11-01", " 2026-11", "2026-11\n", "२०२६-११"]
)
def test_what_is_no_month(text: str) -> None:
    assert not is_month(text)
