"""The base segment, written list by list, holds what Whoosh would have written posting by posting."""

import random
from pathlib import Path
from typing import Any

import pytest

from portal.search import Document, whoosh_blocks
from portal.search.layout import Layout
from portal.search.whoosh_blocks import read_list
from portal.search.whoosh_schema import PLACED, SORT_AT, UNPLACED, build_schema, fields_of
from portal.search.whoosh_storage import ClosingStorage, PromptIndex
from portal.search.whoosh_writer import write_generation

from .documents import LIBRARY, document

WORDS = ("données", "gestion", "projet", "C++", "achat", "réseau", "été", "audit", "node.js", "robot")


@pytest.fixture
def documents() -> list[Document]:
    chance = random.Random(4)

    def some(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count))

    return [
        *LIBRARY,
        *(
            document(
                f"d{number}",
                some(3),
                some(3),
                body_fr=some(20),
                body_en=some(20),
                skills=tuple(some(2) for _ in range(chance.randint(0, 9))),
                readers=frozenset({"everyone", f"person:{number % 7}"}),
                facets={"unit": {str(number % 5)}},
                sort_at=chance.randint(-(2**40), 2**40),
            )
            for number in range(80)
        ),
        document("surrogate", "\ud83d mal formé", sort_at=1),
    ]


def written_by_whoosh(folder: Path, documents: list[Document]) -> None:
    folder.mkdir()
    storage, layout = ClosingStorage(folder), Layout()
    writer = PromptIndex.create(storage, build_schema()).writer(compound=False)
    for one in documents:
        writer.add_document(**fields_of(one, layout))
    writer.commit(merge=False)
    storage.close_files()


def contents(folder: Path) -> dict[str, Any]:
    """Everything that a reader of Whoosh finds: postings with weights and places, stored ids, dates, counts."""
    storage = ClosingStorage(folder)
    reader = PromptIndex(storage).reader()
    found: dict[str, Any] = {"count": reader.doc_count_all(), "names": sorted(reader.indexed_field_names())}
    for field in (*PLACED, *UNPLACED):
        for term in reader.lexicon(field):
            matcher = reader.postings(field, term)
            postings = []
            while matcher.is_active():
                places = matcher.value_as("positions") if field in PLACED else None
                postings.append((matcher.id(), matcher.weight(), places))
                matcher.next()
            info = reader.term_info(field, term)
            summary = info.weight(), info.doc_frequency(), info.max_weight(), info.min_id(), info.max_id()
            found[f"{field} {term!r}"] = (postings, summary)
            ids, weights = read_list(reader.postings(field, term))
            assert list(zip(ids, weights, strict=True)) == [posting[:2] for posting in postings]
    column = reader.column_reader("sort_at", SORT_AT)
    found["stored"] = [reader.stored_fields(number) for number in range(reader.doc_count_all())]
    found["dates"] = [column[number] for number in range(reader.doc_count_all())]
    reader.close()
    storage.close_files()
    return found


@pytest.mark.parametrize("block", [1, 7, 4_096])
@pytest.mark.parametrize("memory_mb", [64, 0], ids=["in memory", "a run each"])
def test_the_base_holds_what_whoosh_writes(
    tmp_path: Path, documents: list[Document], monkeypatch: pytest.MonkeyPatch, memory_mb: int, block: int
) -> None:
    monkeypatch.setattr(whoosh_blocks, "BLOCK", block)
    written_by_whoosh(tmp_path / "whoosh", documents)
    (tmp_path / "base").mkdir()
    assert write_generation(tmp_path / "base", documents, memory_mb=memory_mb) == len(documents)
    base, whoosh = contents(tmp_path / "base"), contents(tmp_path / "whoosh")
    assert base.keys() == whoosh.keys()
    for name, held in whoosh.items():
        assert base[name] == held, name


def test_only_the_files_of_the_segment_are_left(tmp_path: Path, documents: list[Document]) -> None:
    write_generation(tmp_path, documents, memory_mb=0)
    assert {path.name.partition(".")[2] for path in tmp_path.iterdir() if path.name.startswith("MAIN_")} == {
        "_stored.col",
        "layers",
        "sort_at.col",
        "pst",
        "trm",
    }
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("MAIN_")) == [
        "MANIFEST.json",
        "_MAIN_1.toc",
    ]
