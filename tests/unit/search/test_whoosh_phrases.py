"""Phrases on Whoosh: exact as far as is afforded, and said to be partial beyond."""

from collections.abc import Iterator

import pytest

from portal.search import whoosh_blocks, whoosh_phrases
from portal.search.whoosh_engine import WhooshEngine

from .documents import document, query

MANY = 20_000
HOLDING = 500


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    """One document in forty, spread over the index, holds each phrase; all hold their words."""
    engine = WhooshEngine(tmp_path_factory.mktemp("phrases") / "index")
    step = MANY // HOLDING
    engine.rebuild(
        document(str(n), body_fr="Une équipe projet projet données" if n % step == 0 else "Données, projet, équipe")
        for n in range(MANY)
    )
    yield engine
    engine.close()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many documents had places read, call by call."""
    seen: list[int] = []
    positions = whoosh_blocks.read_places

    def noted(matcher: object, numbers: list[int]) -> object:
        seen.append(len(numbers))
        return positions(matcher, numbers)

    monkeypatch.setattr("portal.search.whoosh_snapshot.read_places", noted)
    return seen


def test_a_phrase_is_looked_for_everywhere_when_that_is_afforded(
    engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_phrases, "AFFORDED", 100 * MANY)
    for text in ('"équipe projet"', '"projet projet"', '"équipe projet projet données"'):
        results = engine.search(query(text))
        assert (results.total, results.is_partial) == (HOLDING, False), text
    assert engine.search(query('"données équipe"')).total == 0
    assert engine.search(query('"projet projet projet"')).total == 0


def test_beyond_that_only_the_last_documents_are_looked_at_and_it_is_said(
    engine: WhooshEngine, read: list[int]
) -> None:
    results = engine.search(query('"équipe projet"'))
    assert 0 < results.total < HOLDING
    assert results.is_partial
    assert {int(hit.id) for hit in results.hits} <= set(range(MANY - max(read), MANY))
    assert sum(read) * whoosh_phrases.A_LOOK <= whoosh_phrases.AFFORDED


def test_all_the_phrases_of_a_search_share_what_is_afforded(engine: WhooshEngine, read: list[int]) -> None:
    results = engine.search(query('"équipe projet" "projet projet" "projet données" "équipe projet données"'))
    assert results.is_partial
    assert sum(read) * whoosh_phrases.A_LOOK <= whoosh_phrases.AFFORDED


def test_a_search_after_a_partial_one_is_whole_again(engine: WhooshEngine) -> None:
    assert engine.search(query('"équipe projet"')).is_partial
    assert not engine.search(query("équipe projet")).is_partial


def test_words_said_once_cannot_make_a_phrase_that_says_them_twice(engine: WhooshEngine, read: list[int]) -> None:
    assert engine.search(query('"projet projet"')).total == HOLDING
    assert read == [HOLDING]


def test_only_documents_that_the_asker_may_read_are_looked_at(engine: WhooshEngine, read: list[int]) -> None:
    results = engine.search(query('"équipe projet"', readers=frozenset({"nobody"})))
    assert (results.total, results.is_partial, read) == (0, False, [])
