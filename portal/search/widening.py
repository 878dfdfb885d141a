"""What to show after the answer when it is short: documents that hold only some of the words."""

from dataclasses import replace

from portal.search.engine import SearchEngine
from portal.search.model import Hit, Query, Results

FEW = 10


def further_hits(engine: SearchEngine, query: Query, results: Results) -> tuple[Hit, ...]:
    """Hits that hold some of the words of a query, the best first, when fewer than ten hold them all.

    They bring a short answer to ten. They are neither in its total nor in its facets, which keep counting what holds
    every word: to add a word still narrows. Raises IndexUnavailable.
    """
    if results.relaxed or not 0 < results.total < FEW or query.number > 1 or query.order != "relevance":
        return ()
    wide = engine.search(replace(query, any_word=True, counted=frozenset(), per_page=FEW))
    if not wide.relaxed:
        return ()
    known = {hit.id for hit in results.hits}
    return tuple(hit for hit in wide.hits if hit.id not in known)[: FEW - results.total]
