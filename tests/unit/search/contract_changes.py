"""What every search engine must do when documents change, and when there is no index."""

from collections.abc import Callable, Iterable

import pytest

from portal.search import Document, IndexUnavailable, SearchEngine

from .documents import LIBRARY, document, query

Factory = Callable[[], SearchEngine]


class ChangesContract:
    """The part of the contract about changes. Every test starts with three documents, unless it builds its own."""

    @pytest.fixture
    def engine(self, make_engine: Factory) -> SearchEngine:
        engine = make_engine()
        engine.rebuild(LIBRARY)
        return engine

    def test_changes_are_seen_at_once_and_twice_is_once(self, engine: SearchEngine) -> None:
        changed = document("audit", "Cartographie des risques", sort_at=400)
        for _ in range(3):
            engine.apply([changed, document("new", "Robot")], ["lea", "never-was"])
            assert ids(engine.search(query()).hits) == {"data", "audit", "new"}
            assert engine.search(query("achat")).total == 0
            assert ids(engine.search(query("cartographie")).hits) == {"audit"}
            assert engine.search(query("")).facets["kind"] == {"mission": 3}

    def test_hiding_a_document_hides_it_at_once(self, engine: SearchEngine) -> None:
        assert engine.search(query("audit")).total == 1
        engine.apply([document("audit", "Audit", readers=frozenset({"board"}))])
        assert engine.search(query("audit")).total == 0
        assert engine.search(query("audit", readers=frozenset({"board"}))).total == 1

    def test_the_last_version_in_a_batch_wins_and_deletion_wins_over_it(self, engine: SearchEngine) -> None:
        engine.apply([document("x", "Premier"), document("x", "Second"), document("data", "Autre")], ["data"])
        assert ids(engine.search(query("second")).hits) == {"x"}
        assert engine.search(query("premier")).total == 0
        assert ids(engine.search(query()).hits) == {"x", "audit", "lea"}

    def test_many_batches_leave_one_of_each(self, engine: SearchEngine) -> None:
        for turn in range(24):
            engine.apply([document(f"n{turn % 8}", f"Robot tour{turn}", sort_at=turn)])
        assert engine.search(query("robot")).total == 8
        assert engine.search(query("tour23")).total == 1
        assert engine.search(query("tour3")).total == 0
        assert [hit.id for hit in engine.search(query("robot", order="newest", per_page=2)).hits] == ["n7", "n6"]

    def test_a_rebuild_replaces_everything(self, engine: SearchEngine) -> None:
        engine.apply([document("late", "Tardif")])
        assert engine.rebuild([document("only", "Seul"), document("only", "Doublon")]) == 1
        assert ids(engine.search(query()).hits) == {"only"}

    def test_an_empty_index_answers_and_accepts_changes(self, make_engine: Factory) -> None:
        engine = make_engine()
        assert engine.rebuild([]) == 0
        assert engine.search(query("robot")).total == engine.search(query()).total == 0
        engine.apply([document("one", "Robot")])
        engine.apply([], [])
        assert engine.search(query("robot")).total == 1

    def test_a_rebuild_whose_documents_fail_changes_nothing(self, engine: SearchEngine) -> None:
        with pytest.raises(LookupError, match="database went"):
            engine.rebuild(failing())
        assert engine.search(query()).total == 3

    def test_the_former_index_answers_during_a_rebuild(self, engine: SearchEngine, make_engine: Factory) -> None:
        seen: list[set[str]] = []

        def documents() -> Iterable[Document]:
            for n in range(3):
                seen.append(ids(engine.search(query()).hits))
                yield document(f"new{n}", "Nouveau")

        engine.rebuild(documents())
        assert seen == [{"data", "audit", "lea"}] * 3
        assert ids(engine.search(query()).hits) == {"new0", "new1", "new2"}

    def test_verify_names_what_is_missing_and_what_is_too_much(self, engine: SearchEngine) -> None:
        assert not engine.verify(["data", "audit", "lea"])
        difference = engine.verify(["data", "audit", "other"])
        assert difference
        assert (difference.missing, difference.unexpected) == ({"other"}, {"lea"})

    # State

    def test_without_an_index_every_reading_says_so(self, make_engine: Factory) -> None:
        engine = make_engine()
        with pytest.raises(IndexUnavailable):
            engine.search(query("robot"))
        with pytest.raises(IndexUnavailable):
            engine.verify([])
        with pytest.raises(IndexUnavailable):
            engine.apply([document("one")])
        health = engine.health(thorough=True)
        assert not health.ok
        assert health.reason

    def test_health_counts(self, engine: SearchEngine) -> None:
        engine.apply([document("new", "Robot")], ["lea"])
        health = engine.health(thorough=True)
        assert (health.ok, health.documents, health.reason) == (True, 3, "")

    def test_a_closed_engine_opens_again(self, engine: SearchEngine) -> None:
        engine.close()
        engine.close()
        assert engine.search(query()).total == 3


def ids(hits: Iterable[object]) -> set[str]:
    """The ids of some hits."""
    return {hit.id for hit in hits}  # type: ignore[attr-defined]


def failing() -> Iterable[Document]:
    """Documents read from a database that goes away."""
    yield document("first", "Premier")
    raise LookupError("The database went away.")
