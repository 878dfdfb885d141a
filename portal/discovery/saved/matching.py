"""Which saved searches a few documents answer: the searches are put to an index of these documents alone.

What it costs grows with what changed, not with what there is: when nothing changed, nothing is asked. The index is the
same engine as the portal's, in a folder of its own for the time of the comparison, so that the rules are the same.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.discovery.asking import Ask
from portal.discovery.documents import Thing, read_document_id
from portal.search import Document, Query, SearchEngine
from portal.search.model import MAX_OFFSET, MAX_PER_PAGE
from portal.search.whoosh_engine import WhooshEngine


@dataclass(frozen=True)
class Watched:
    """A saved search as it is compared: what it asks, as data, in which language, and its owner with their tokens."""

    id: int
    params: dict[str, Any]
    ask: Ask
    locale: str
    readers: frozenset[str]
    owner_id: int = 0


def answered_by(documents: Sequence[Document], searches: Collection[Watched]) -> dict[int, set[Thing]]:
    """The things among these documents that each search finds and its owner may read, by id of the search.

    Searches that ask the same of the same documents are put once.
    """
    tokens = frozenset().union(*(document.readers for document in documents))
    alike: dict[Any, list[Watched]] = defaultdict(list)
    for search in searches:
        readers = search.readers & tokens
        if readers:
            alike[json.dumps(search.params, sort_keys=True), search.locale, readers].append(search)
    found: dict[int, set[Thing]] = {}
    if alike:
        with tempfile.TemporaryDirectory(prefix="transverse-alerts-") as folder:
            engine = WhooshEngine(folder)
            engine.rebuild(documents)
            for (_asked, locale, readers), searches_alike in alike.items():
                things = set(all_answers(engine, searches_alike[0].ask.query(readers, locale))[0])
                found |= {search.id: things for search in searches_alike if things}
            engine.close()
    return found


def all_answers(engine: SearchEngine, query: Query) -> tuple[list[Thing], bool]:
    """Everything that answers a query in full, and whether that is all of it: a search shows a thousand at most.

    What has only some of the words is no answer. Raises `IndexUnavailable`.
    """
    things: list[Thing] = []
    for results in _pages(engine, query):
        if results.relaxed:
            return [], True
        things += [read_document_id(hit.id) for hit in results.hits]
        if len(things) >= results.total:
            return things, not results.is_partial
    return things, False


def _pages(engine: SearchEngine, query: Query) -> Iterator[Any]:
    for number in range(1, MAX_OFFSET // MAX_PER_PAGE + 2):
        yield engine.search(replace(query, page=number, per_page=MAX_PER_PAGE, counted=frozenset()))
