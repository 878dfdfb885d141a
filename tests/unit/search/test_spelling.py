"""One slip, and no more."""

import pytest

from portal.search.spelling import within_one_slip


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
