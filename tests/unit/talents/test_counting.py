"""The level that counts, as a rule: what was seen on a mission before what is declared."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.talents.evidence.counting import level_that_counts


def on(day: int) -> datetime:
    return datetime(2026, 5, day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("declared", "said_on", "attested", "counts"),
    [
        (3, on(1), [], 3),
        (4, on(1), [(3, on(9))], 3),
        (4, on(9), [(3, on(1))], 3),
        (2, on(1), [(3, on(9))], 3),
        (2, on(9), [(3, on(1))], 2),
        (4, on(1), [(3, on(2)), (2, on(9))], 3),
        (2, on(5), [(4, on(1)), (3, on(9))], 3),
        (2, on(5), [(4, on(1)), (1, on(9))], 2),
        (1, on(5), [(2, on(5))], 2),
        (1, None, [(2, on(5))], 2),
    ],
    ids=[
        "declared where nothing is attested",
        "attested below",
        "attested below, then declared again",
        "attested above",
        "declared less since",
        "an easier mission later unlearns nothing",
        "seen anew above what was declared since",
        "seen anew below what was declared since",
        "the same instant",
        "an unknown day",
    ],
)
def test_which_level_counts(declared, said_on, attested, counts):
    assert level_that_counts(declared, said_on, attested) == counts
    assert level_that_counts(declared, said_on, reversed(attested)) == counts
