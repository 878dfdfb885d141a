"""Documents and queries refuse what would be a mistake of the caller."""

import pytest

from portal.search import Document, Query

from .documents import EVERYONE, query


def test_a_document_needs_an_id_and_a_set_of_readers() -> None:
    with pytest.raises(ValueError, match="id"):
        Document("", "mission", EVERYONE)
    with pytest.raises(ValueError, match="readers"):
        Document("1", "mission", "everyone")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="kind"):
        Document("1", "mission", EVERYONE, facets={"kind": frozenset({"x"})})


def test_a_query_needs_a_set_of_readers_and_a_known_order() -> None:
    with pytest.raises(ValueError, match="readers"):
        Query("robot", "fr", "everyone")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="order"):
        query("robot", order="oldest")
    for name in ("every", "counted"):
        with pytest.raises(ValueError, match="set"):
            query("robot", **{name: "skill"})


@pytest.mark.parametrize(
    ("page", "per_page", "number", "size", "offset"),
    [
        (1, 20, 1, 20, 0),
        (3, 20, 3, 20, 40),
        (51, 20, 51, 20, 1_000),
        (52, 20, 51, 20, 1_000),
        (0, 0, 1, 1, 0),
        (10**9, 10**9, 2, 1_000, 1_000),
        (10**9, 30, 34, 30, 990),
    ],
)
def test_pages_stay_within_bounds(page: int, per_page: int, number: int, size: int, offset: int) -> None:
    asked = query(page=page, per_page=per_page)
    assert (asked.number, asked.size, asked.offset) == (number, size, offset)
