"""Sets of things by what they hold, and texts by the words that stand in them."""

from __future__ import annotations

import pytest

from portal.core.bits import members
from portal.core.postings import Beginnings, Postings, Vocabulary

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


WORDS = [text.replace("'", " ").split() for text in TEXTS]


@pytest.mark.parametrize(
    "part", ["p", "plan", "planc", "planche", "planches", "bord", "ord", "a", "a%b", "l", "zz", ""]
)
def test_what_begins_words_is_found_where_they_stand(part):
    words = Beginnings(WORDS, len(WORDS))
    begun = [place for place, known in enumerate(WORDS) if any(word.startswith(part) for word in known)]
    assert list(members(words.beginning(part))) == begun
    assert list(members(words.whole(part))) == [place for place, known in enumerate(WORDS) if part in known]


def test_nothing_begins_where_nothing_is_written():
    assert Beginnings([], 0).beginning("a") == Beginnings([[]], 1).beginning("a") == 0
    assert Beginnings([["é", "\U0010ffff"]], 1).beginning("\U0010ffff") == 1
