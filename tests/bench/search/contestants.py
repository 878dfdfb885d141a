"""Those who answer in the bench: our engine, whatever keeps its index, and what one would use without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Protocol

from portal.search import Document, Query, Results, SearchEngine, highlight, highlight_all
from tests.bench.search.asked import Question
from tests.bench.search.rivals.fts5 import Fts5
from tests.bench.search.rivals.naive_whoosh import NaiveWhoosh
from tests.bench.search.synthetic import FACETS, INSIDE
from tests.bench.search.texts import Texts

READERS = frozenset({INSIDE, "person:17"})
PAGE = 20


class Contestant(Protocol):
    """Answers the same questions as the others, all for the same reader."""

    name: str

    def spent(self) -> float:
        """Seconds of processor time spent so far, by this process and by whatever else answers."""

    def find(self, asked: Question) -> int:
        """The first page of what holds the words. How many hits."""

    def begin(self, asked: Question) -> int:
        """The same, the last word being unfinished."""

    def count(self, asked: Question) -> int:
        """The same, and five facets counted."""

    def mark(self, asked: Question) -> int:
        """The same, and the excerpts of the page with their words marked."""

    def page(self, asked: Question) -> int:
        """All of it: a page of hits, five facets, the excerpts."""

    def correct(self, asked: Question) -> int:
        """What was probably meant: 1 when something is offered."""

    def update(self, document: Document) -> None:
        """Write a document so that the next search finds it."""


@dataclass
class Ours:
    """A search engine of the portal, as the search page calls it; texts come from a database."""

    name: str
    engine: SearchEngine
    texts: Texts
    elsewhere: Callable[[], float] = float

    def spent(self) -> float:
        """Of this process, and elsewhere."""
        return process_time() + self.elsewhere()

    def find(self, asked: Question) -> int:
        """See the protocol."""
        return len(self._ask(asked).hits)

    begin = find

    def count(self, asked: Question) -> int:
        """See the protocol."""
        return len(self._ask(asked, counted=frozenset(FACETS)).hits)

    def mark(self, asked: Question) -> int:
        """See the protocol."""
        return self._mark(self._ask(asked))

    def page(self, asked: Question) -> int:
        """See the protocol."""
        return self._mark(self._ask(asked, counted=frozenset(FACETS)))

    def correct(self, asked: Question) -> int:
        """See the protocol."""
        return int(self._ask(asked).did_you_mean is not None)

    def update(self, document: Document) -> None:
        """See the protocol."""
        self.engine.apply([document])

    def _ask(self, asked: Question, counted: frozenset[str] = frozenset()) -> Results:
        filters = {name: frozenset({value}) for name, value in asked.filters.items()}
        return self.engine.search(Query(asked.text, "fr", READERS, filters=filters, counted=counted, per_page=PAGE))

    def _mark(self, results: Results) -> int:
        for text in self.texts.read([hit.id for hit in results.hits]).values():
            highlight_all(text.title, results.terms, text.lang)
            highlight(text.body, results.terms, text.lang)
        return len(results.hits)


class Plain:
    """Whoosh, as its documentation shows it. Its parser takes a star for an unfinished word."""

    name = "Whoosh, naive"

    def __init__(self, folder: Path) -> None:
        self._whoosh = NaiveWhoosh(folder)

    def spent(self) -> float:
        """Of this process."""
        return process_time()

    def find(self, asked: Question) -> int:
        """See the protocol."""
        return len(self._whoosh.page(asked.text, READERS, filters=asked.filters))

    def begin(self, asked: Question) -> int:
        """See the protocol."""
        return len(self._whoosh.page(f"{asked.text}*", READERS))

    def count(self, asked: Question) -> int:
        """See the protocol."""
        return len(self._whoosh.page(asked.text, READERS, facets=tuple(FACETS)))

    def mark(self, asked: Question) -> int:
        """See the protocol."""
        return len(self._whoosh.page(asked.text, READERS, snippets=True))

    def page(self, asked: Question) -> int:
        """See the protocol."""
        return len(self._whoosh.page(asked.text, READERS, facets=tuple(FACETS), snippets=True))

    def correct(self, asked: Question) -> int:
        """See the protocol."""
        return int(self._whoosh.suggest(asked.text) != asked.text)

    def update(self, document: Document) -> None:
        """See the protocol."""
        self._whoosh.update(document)


class Embedded:
    """SQLite's FTS5."""

    name = "SQLite FTS5"

    def __init__(self, file: Path) -> None:
        self._fts5 = Fts5(file)
        self.close = self._fts5.close

    def spent(self) -> float:
        """Of this process."""
        return process_time()

    def find(self, asked: Question) -> int:
        """See the protocol."""
        return len(self._fts5.find(asked.text, READERS, filters=asked.filters))

    def begin(self, asked: Question) -> int:
        """See the protocol."""
        return len(self._fts5.find(asked.text, READERS, beginning=True))

    def count(self, asked: Question) -> int:
        """See the protocol."""
        self._fts5.counts(asked.text, READERS, tuple(FACETS))
        return self.find(asked)

    def mark(self, asked: Question) -> int:
        """See the protocol."""
        return len(self._fts5.marked(asked.text, READERS))

    def page(self, asked: Question) -> int:
        """See the protocol."""
        self._fts5.counts(asked.text, READERS, tuple(FACETS))
        return self.mark(asked)

    def correct(self, asked: Question) -> int:
        """See the protocol."""
        return int(self._fts5.suggest(asked.text) is not None)

    def update(self, document: Document) -> None:
        """See the protocol."""
        self._fts5.update(document)
