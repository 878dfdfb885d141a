"""What every search engine must do whatever there is to look at: hide nobody silently, and cost little."""

import time

import pytest

from portal.search import SearchEngine
from portal.search.finder import BEGINNINGS

from .contract_changes import Factory, ids
from .documents import document, query
from .hostile import HOSTILE

CROWD = 3_100


class LimitsContract:
    """The part of the contract about what is large."""

    def test_a_phrase_is_found_among_thousands_that_hold_its_words(self, make_engine: Factory) -> None:
        engine = make_engine()
        crowd = [document(f"new{n}", "Projet de données", sort_at=n + 9) for n in range(CROWD)]
        engine.rebuild([document(f"old{n}", "Données du projet", sort_at=n) for n in range(3)] + crowd)
        results = engine.search(query('"données du projet"'))
        assert (ids(results.hits), results.total, results.is_partial) == ({"old0", "old1", "old2"}, 3, False)
        assert engine.search(query('"projet de données"')).total == CROWD
        engine.apply([document("old1", "Projet"), document("late", "Le projet", body_fr="Les données du projet")])
        assert ids(engine.search(query('"données du projet"')).hits) == {"old0", "old2", "late"}

    @pytest.mark.parametrize("place", ["title_fr", "title_en", "body_fr", "body_en"])
    def test_words_around_a_joined_name_follow_it(self, make_engine: Factory, place: str) -> None:
        engine = make_engine()
        engine.rebuild([document("js", **{place: "Robot Node.js gestion pour C++"}), document("skill")])
        for text in ('"robot node"', '"node.js gestion"', '"js gestion"', '"node gestion"', '"robot node.js gestion"'):
            assert ids(engine.search(query(text)).hits) == {"js"}, text
        for text in ('"robot gestion"', '"gestion node"', '"robot node.js c++"'):
            assert engine.search(query(text)).total == 0, text

    def test_a_phrase_stays_within_one_label(self, make_engine: Factory) -> None:
        engine = make_engine()
        engine.rebuild([document("one", skills=("Gestion de projet", "Projet agile"))])
        assert engine.search(query('"gestion de projet"')).total == 1
        assert engine.search(query('"de projet projet"')).total == 0

    @pytest.mark.parametrize(("more", "is_partial"), [(0, False), (1, True)])
    def test_a_beginning_of_too_many_words_says_that_there_may_be_more(
        self, make_engine: Factory, more: int, *, is_partial: bool
    ) -> None:
        engine = make_engine()
        engine.rebuild(document(str(n), f"Robot{n:03}") for n in range(BEGINNINGS + more))
        results = engine.search(query("robot"))
        assert (results.total, results.is_partial) == (BEGINNINGS, is_partial)
        assert not engine.search(query("robot0")).is_partial

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_hostile_text_neither_raises_nor_costs(self, engine: SearchEngine, text: str) -> None:
        engine.search(query("réchauffement"))
        for order in ("relevance", "newest"):
            start = time.process_time()
            results = engine.search(query(text, page=10**12, order=order))
            assert time.process_time() - start < 0.05
            assert results.total <= 3
