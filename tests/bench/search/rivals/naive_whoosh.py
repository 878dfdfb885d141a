"""Whoosh as its documentation shows it: a stemming analyzer for each language, `open_dir`, `MultifieldParser`,
`groupedby`, `highlights`, `suggest`. The index is opened for each request, as a view that does so much would."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from whoosh import fields, query
from whoosh.analysis import LanguageAnalyzer
from whoosh.index import create_in, open_dir
from whoosh.qparser import MultifieldParser, OrGroup
from whoosh.searching import Results

from portal.search import Document
from tests.bench.search.synthetic import FACETS

TEXTS = ("title_fr", "title_en", "body_fr", "body_en", "skills")
PAGE = 20
WORDS_MEMORY_MB = 256


def schema() -> fields.Schema:
    """Texts stored so that they can be highlighted, facets as columns so that results can be grouped by them."""
    french, english = LanguageAnalyzer("fr"), LanguageAnalyzer("en")
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        kind=fields.ID(sortable=True),
        readers=fields.KEYWORD(),
        title_fr=fields.TEXT(french, stored=True, spelling=True),
        title_en=fields.TEXT(english, stored=True, spelling=True),
        body_fr=fields.TEXT(french, stored=True),
        body_en=fields.TEXT(english, stored=True),
        skills=fields.TEXT(english),
        sort_at=fields.NUMERIC(sortable=True, bits=64),
        **{name: fields.ID(sortable=True) for name in FACETS},
    )


class NaiveWhoosh:
    """An index in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, documents: Iterable[Document]) -> None:
        """Write the documents."""
        self.folder.mkdir(parents=True, exist_ok=True)
        writer = create_in(self.folder, schema()).writer(limitmb=WORDS_MEMORY_MB)
        for document in documents:
            writer.add_document(**_row(document))
        writer.commit()

    def update(self, document: Document) -> None:
        """Replace a document."""
        writer = open_dir(self.folder).writer()
        writer.update_document(**_row(document))
        writer.commit()

    def find(self, text: str, readers: Iterable[str] = (), *, every_word: bool = True, limit: int = PAGE) -> list[str]:
        """The ids of what answers."""
        index = open_dir(self.folder)
        group = {} if every_word else {"group": OrGroup.factory(0.9)}
        parsed = MultifieldParser(TEXTS, index.schema, **group).parse(text)
        with index.searcher() as searcher:
            return [hit["id"] for hit in searcher.search(parsed, limit=limit, filter=_readable(readers))]

    def page(
        self,
        text: str,
        readers: Iterable[str],
        *,
        filters: Mapping[str, str] = {},
        facets: Sequence[str] = (),
        snippets: bool = False,
    ) -> list[str]:
        """The ids of a page of results, after counting facets and marking excerpts where they are asked for."""
        index = open_dir(self.folder)
        parsed = MultifieldParser(TEXTS, index.schema).parse(text)
        if filters:
            parsed = query.And([parsed, *(query.Term(name, value) for name, value in filters.items())])
        with index.searcher() as searcher:
            grouped = {"groupedby": list(facets)} if facets else {}
            results = searcher.search(parsed, limit=PAGE, filter=_readable(readers), **grouped)
            self.counts = {name: {key: len(ids) for key, ids in results.groups(name).items()} for name in facets}
            self.marked = [_marked(results, place) for place in range(len(results[:PAGE]))] if snippets else []
            return [hit["id"] for hit in results]

    def suggest(self, text: str) -> str:
        """The text with its words corrected."""
        index = open_dir(self.folder)
        parsed = MultifieldParser(TEXTS[:2], index.schema).parse(text)
        with index.searcher() as searcher:
            return str(searcher.correct_query(parsed, text).string)


def _readable(readers: Iterable[str]) -> query.Query | None:
    terms = [query.Term("readers", token) for token in readers]
    return query.Or(terms) if terms else None


def _marked(results: Results, place: int) -> str:
    hit = results[place]
    return "".join(hit.highlights(name) for name in ("title_fr", "title_en", "body_fr", "body_en") if hit.get(name))


def _row(document: Document) -> dict[str, object]:
    texts = {name: getattr(document, name) for name in TEXTS[:-1] if getattr(document, name)}
    facets = {name: next(iter(values)) for name, values in document.facets.items() if name in FACETS and values}
    return {
        "id": document.id,
        "kind": document.kind,
        "readers": " ".join(sorted(document.readers)),
        "skills": ", ".join(document.skills),
        "sort_at": document.sort_at,
        **texts,
        **facets,
    }
