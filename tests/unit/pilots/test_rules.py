"""A pilot's rules held against terms."""

from __future__ import annotations

from datetime import date
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
