"""Which things saved searches find: they are put to the index that the search page asks, so that both say the same.

When nothing changed, nothing is asked; when little did, the index looks at that alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from portal.discovery.asking import Ask
from portal.discovery.documents import Thing, document_ids, read_document_id
from portal.discovery.index import engine
from portal.discovery.readers import PERSON, readers_of
from portal.discovery.saved.models import SavedSearch
from portal.search import Query, SearchEngine
from portal.search.model import MAX_OFFSET, MAX_PER_PAGE


@dataclass(frozen=True)
class Watched:
    """A saved search as it is compared: what it asks, as data, in which language, and its owner with their tokens."""

    id: int
    params: dict[str, Any]
    ask: Ask
    locale: str
    readers: frozenset[str]
    owner_id: int = 0

    @classmethod
    def of(cls, search: SavedSearch) -> Watched:
        """A search with what its owner may read now."""
        owner = search.person
        return cls(search.id, search.params, search.ask, owner.locale, readers_of(owner), owner.id)


def answered(searches: Collection[Watched], among: Iterable[Thing] | None = None) -> dict[int, set[Thing]]:
    """What each of some searches finds now and its owner may read, by id of the search: of all there is the latest
    thousand or two, or with `among` those of a chunk of things.

    Searches of people who read the same are put once: what only one person reads is their own, which is no news. Raises
    `IndexUnavailable`: the outbox then tries again.
    """
    alike: dict[Any, list[Watched]] = defaultdict(list)
    for search in searches:
        side = frozenset(token for token in search.readers if not token.startswith(PERSON))
        alike[json.dumps(search.params, sort_keys=True), search.locale, side].append(search)
    ids = None if among is None else frozenset(name for thing in among for name in document_ids(*thing))
    found: dict[int, set[Thing]] = {}
    for (_asked, locale, side), same in alike.items():
        things = set(all_answers(engine(), replace(same[0].ask.query(side, locale), among=ids))[0])
        found |= {search.id: things for search in same if things}
    return found


def all_answers(engine: SearchEngine, query: Query) -> tuple[list[Thing], bool]:
    """Everything that answers a query in full, the latest first, and whether that is all of it: a search shows a
    thousand or two at most.

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
    plain = replace(query, order="newest", per_page=MAX_PER_PAGE, counted=frozenset())
    for number in range(1, MAX_OFFSET // MAX_PER_PAGE + 2):
        yield engine.search(replace(plain, page=number))
