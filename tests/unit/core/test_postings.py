"""Sets of things by what they hold, and texts by the words that stand in them."""

from __future__ import annotations

import pytest

from portal.core.bits import members
from portal.core.postings import Postings, Vocabulary

TEXTS = ["plan de charge", "tableau de bord\nplanche", "", "l'ete a bord", "a%b"]


@pytest.mark.parametrize("size", [5, 400])
def test_a_key_gives_the_things_that_hold_it_however_many_they_are(size):
    postings = Postings(({"all", number % 2, f"only {number}"} for number in range(size)), size)
    assert list(members(postings.having(["all"]))) == list(range(size))
    assert list(members(postings.having([1]))) == list(range(1, size, 2))
    assert list(members(postings.having(["only 0", 1, "only 2", "unknown"]))) == [0, 1, 2, *range(3, size, 2)]
    assert postings.having([]) == postings.having(["unknown"]) == 0
    assert Postings([], 0).having(["all"]) == 0


@pytest.mark.parametrize("part", ["a", "plan", "bord", "de", "ord", "l'e", "%", "b", "absent", "planche"])
def test_a_part_of_a_word_is_found_where_it_stands_in_the_text(part):
    expected = [place for place, text in enumerate(TEXTS) if part in text]
    assert list(members(Vocabulary(TEXTS).holding(part))) == expected
