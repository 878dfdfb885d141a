"""Every contestant of the search bench answers the same questions, and what it costs is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.search.whoosh_engine import WhooshEngine
from tests.bench.search import cached, speed
from tests.bench.search.asked import Drawn, Question, fresh_document
from tests.bench.search.contestants import Contestant, Embedded, Ours, Plain
from tests.bench.search.rivals.fts5 import Fts5
from tests.bench.search.rivals.naive_whoosh import NaiveWhoosh
from tests.bench.search.synthetic import Corpus
from tests.bench.search.texts import Texts

CORPUS = Corpus(60)


@pytest.fixture
def contestants(tmp_path: Path) -> Iterator[list[Contestant]]:
    engine = WhooshEngine(tmp_path / "ours")
    engine.rebuild(CORPUS)
    Texts.write(tmp_path / "texts.db", CORPUS)
    NaiveWhoosh(tmp_path / "naive").build(CORPUS)
    Fts5(tmp_path / "fts5.db").build(CORPUS)
    texts, embedded = Texts(tmp_path / "texts.db"), Embedded(tmp_path / "fts5.db")
    yield [Ours("Whoosh, ours", engine, texts), Plain(tmp_path / "naive"), embedded]
    engine.close()
    texts.close()
    embedded.close()


def test_the_same_corpus_is_the_same_documents_and_the_same_questions() -> None:
    assert list(CORPUS) == list(Corpus(60))
    assert len({document.id for document in CORPUS}) == 60
    once, again = Drawn(CORPUS), Drawn(CORPUS)
    assert [once.three_words() for _ in range(5)] == [again.three_words() for _ in range(5)]


def test_everyone_finds_what_was_just_written_and_a_page_of_what_is_there(contestants: list[Contestant]) -> None:
    for one in contestants:
        one.update(fresh_document(7))
        assert one.find(Question("zyxw7")) == 1
        assert one.find(Question("zyxw8")) == 0
        assert one.begin(Question("zyx")) == 1
        asked = Question("mission zyxw7")
        assert one.count(asked) == one.mark(asked) == one.page(asked) == 1


def test_medians_ratios_and_missed_targets_are_said(
    contestants: list[Contestant], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speed, "HOSTILE", ("*", "données"))
    monkeypatch.setattr(speed, "UPDATES", 2)
    table = speed.measure(contestants, Drawn(CORPUS), rounds=2)
    shown = speed.show(table, contestants)
    assert all(operation.name in shown for operation in speed.OPERATIONS)
    assert shown.count("×") == 2 * len(table)
    assert " times of " not in shown
    table["whole page, one word"]["Whoosh, ours"].spent = [0.5]
    assert "Whoosh, ours: 1 times of 2" in speed.show(table, contestants)
    assert "Whoosh, ours: whole page, one word takes 500.0 ms, over 60" in speed.misses(table, contestants[:1])


def test_an_index_is_built_once_for_a_version_of_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cached.tempfile, "gettempdir", lambda: str(tmp_path))
    sources = ["tests/bench/search/cached.py"]
    said: list[str] = []
    first = cached.built("some", 2, sources, lambda folder: (folder / "file").write_text("1"), said.append)
    second = cached.built("some", 2, sources, lambda folder: (folder / "file").write_text("2"), said.append)
    assert (first, (second / "file").read_text()) == (second, "1")
    assert "2 documents in" in said[0]
    assert cached.built("some", 2, [], lambda folder: None, said.append) != first
    assert not first.exists()
