"""How a document is laid out in a Whoosh index: an inverted index and nothing else. No text is stored, only the id.

=========== =========================================================================================
id          the id, stored
readers     one term a token
facets      one term a value, as ``facet_term`` writes it; the kind is the facet ``kind``
title_fr …  the forms of each word, with positions; the same for ``title_en``, ``body_fr``, ``body_en``
skills      each word of each label: folded, and its forms in both languages, with positions
labels      each whole label, folded
title_words each word of both titles, folded and not stemmed: for beginnings and for spelling
skill_words the same for the labels
sort_at     a column of seconds
=========== =========================================================================================
"""

from collections.abc import Iterator
from typing import Any

from whoosh import columns, fields, formats

from portal.search.layout import Layout, Placed, Unplaced, encode
from portal.search.model import Document

SCHEMA_VERSION = 3

PLACED = ("title_fr", "title_en", "body_fr", "body_en", "skills")
UNPLACED = ("id", "readers", "facets", "labels", "title_words", "skill_words")
SORT_AT = columns.NumericColumn("q")


class PlacedField(fields.FieldType):
    """A field given as terms with their positions, already analysed: Whoosh only has to write them down."""

    def __init__(self) -> None:
        super().__init__(formats.Positions(), analyzer=None)

    def index(self, value: Placed, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, encoded positions) for each term."""
        for term, positions in value.items():
            yield encode(term), len(positions), float(len(positions)), self.format.encode(positions)


class UnplacedField(fields.FieldType):
    """A field given as terms, already analysed."""

    def __init__(self, *, stored: bool = False) -> None:
        super().__init__(formats.Existence(), analyzer=None, stored=stored)

    def index(self, value: Unplaced, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, nothing) for each term."""
        for term in value:
            yield encode(term), 1, 1.0, b""


def build_schema() -> fields.Schema:
    """Return the schema of every index written by this version."""
    schema = fields.Schema(**{name: PlacedField() for name in PLACED})
    for name in UNPLACED:
        schema.add(name, UnplacedField(stored=name == "id"))
    schema.add("sort_at", fields.COLUMN(SORT_AT))
    return schema


def fields_of(document: Document, layout: Layout) -> dict[str, Any]:
    """Return the arguments of Whoosh's ``add_document``."""
    terms = layout.terms_of(document)
    return {**terms.placed, **terms.unplaced, "_stored_id": document.id, "sort_at": document.sort_at}
