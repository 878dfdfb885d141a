"""One slip, and no more."""

from itertools import product
from pathlib import Path

import pytest

from portal.search.spelling import keeps_half_of, within_one_slip
from portal.search.whoosh_engine import WhooshEngine
from portal.search.whoosh_folders import current_generation
from portal.search.whoosh_snapshot import Leaf, Snapshot

from .documents import document


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


def test_words_like_another_are_looked_for_in_what_was_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["".join(letters) for length in (3, 4, 5) for letters in product("ab", repeat=length)]
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild([document("all", " ".join(words)), document("accents", "àbab ébab")])
    snapshot = Snapshot(current_generation(tmp_path / "index"))
    read: list[str] = []
    beginning_with = Leaf.beginning_with

    def noted(self: Leaf, field: str, start: str, limit: int) -> list[str]:
        read.append(start)
        return beginning_with(self, field, start, limit)

    monkeypatch.setattr(Leaf, "beginning_with", noted)
    for word in words:
        near = {other for other in words if other[0] == word[0] and within_one_slip(word, other)}
        found = set(snapshot.resembling("title_words", word))
        assert near <= found <= set(words), word
    assert sorted(read) == ["a", "b"]
    snapshot.close()
    engine.close()
