"""Search: documents in; ids, facets and terms to highlight out.

The engine knows no feature. Whoever calls it builds the documents, and reads every id it returns again through its own
visibility query: the index may be a moment late, and must never be what decides that a person may see something.
"""

from portal.search.engine import (
    IndexBusy,
    IndexMissing,
    IndexTooSlow,
    IndexUnavailable,
    SearchEngine,
    SearchError,
)
from portal.search.highlight import highlight, highlight_all, mentioning
from portal.search.model import Difference, Document, Health, Hit, Query, Results

__all__ = [
    "Difference",
    "Document",
    "Health",
    "Hit",
    "IndexBusy",
    "IndexMissing",
    "IndexTooSlow",
    "IndexUnavailable",
    "Query",
    "Results",
    "SearchEngine",
    "SearchError",
    "highlight",
    "highlight_all",
    "mentioning",
]
