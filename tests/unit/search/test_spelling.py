"""One slip, and no more."""

from itertools import product

import pytest

from portal.search.spelling import keeps_half_of, within_one_slip


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("projet", "projet", True),
        ("projet", "proje", True),
        ("projet", "projets", True),
        ("projet", "prrojet", True),
        ("projet", "prijet", True),
        ("projet", "porjet", True),
        ("projet", "projte", True),
        ("projet", "rpojet", True),
        ("projet", "prejot", False),
        ("projet", "pro", False),
        ("projet", "projetss", False),
        ("abcd", "badc", False),
        ("", "a", True),
        ("", "", True),
    ],
)
def test_within_one_slip(one: str, other: str, expected: bool) -> None:
    assert within_one_slip(one, other) is expected
    assert within_one_slip(other, one) is expected


def test_every_word_one_slip_away_keeps_half_of_it() -> None:
    words = ["".join(letters) for length in (3, 4, 5) for letters in product("ab", repeat=length)]
    for one, other in product(words, words):
        if within_one_slip(one, other):
            assert keeps_half_of(one)(other), (one, other)
