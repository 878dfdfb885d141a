"""How old a word is: six months, then two years."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.core import clock
from portal.talents.evidence.age import Age, age_of, doubtful_before


@pytest.mark.parametrize(
    ("days", "age"),
    [(0, Age.RECENT), (183, Age.RECENT), (184, Age.OLDER), (730, Age.OLDER), (731, Age.OLD)],
)
def test_three_ages(days, age):
    with clock.at(datetime(2026, 11, 2, 9, tzinfo=UTC)):
        confirmed_on = date(2026, 11, 2) - timedelta(days=days)
        assert age_of(confirmed_on) is age
        assert (confirmed_on < doubtful_before()) is (age is not Age.RECENT)
