"""Short answers, and what else may be worth a look."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.search.whoosh_engine import WhooshEngine
from portal.search.widening import FEW, further_hits

from .documents import NOBODY, document, query


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhooshEngine]:
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild(
        [
            document("both", "Audit des achats", sort_at=1),
            *(document(f"one-{n:02d}", "Audit", sort_at=n) for n in range(15)),
            document("hidden", "Audit", readers=frozenset({"board"})),
            document("talent", "Achats", kind="talent"),
        ]
    )
    yield engine
    engine.close()


def test_a_short_answer_is_brought_to_ten_by_what_holds_some_words(engine: WhooshEngine) -> None:
    asked = query("audit achats")
    results = engine.search(asked)
    further = [hit.id for hit in further_hits(engine, asked, results)]
    assert results.total == 1
    assert len(further) == FEW - 1
    assert "talent" in further
    assert {"both", "hidden"}.isdisjoint(further)


def test_filters_and_readers_hold_for_what_follows_too(engine: WhooshEngine) -> None:
    asked = query("audit achats", kind="mission")
    assert "talent" not in [hit.id for hit in further_hits(engine, asked, engine.search(asked))]
    asked = query("audit achats", readers=NOBODY)
    assert further_hits(engine, asked, engine.search(asked)) == ()


@pytest.mark.parametrize("text", ["audit", "", "achats", "audit zygomatique", '"audit des achats"'])
def test_nothing_follows_a_long_answer_one_word_or_an_answer_that_is_already_wide(
    engine: WhooshEngine, text: str
) -> None:
    asked = query(text)
    assert further_hits(engine, asked, engine.search(asked)) == ()


def test_nothing_follows_another_page_or_another_order(engine: WhooshEngine) -> None:
    for fields in ({"page": 2}, {"order": "newest"}):
        asked = query("audit achats", **fields)
        assert further_hits(engine, asked, engine.search(asked)) == ()
