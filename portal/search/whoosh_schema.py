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

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh import columns, fields, formats

from portal.search.analysis import LOCALES, Word, forms_of, tokenise, words
from portal.search.model import Document
from portal.search.question import fold_label

SCHEMA_VERSION = 1

LABEL_GAP = 100
SPELLED = "\t"
_SEPARATOR = "\x1f"

Postings = Iterable[tuple[str, int]]


class TermField(fields.FieldType):  # type: ignore[misc]
    """A field given as (term, position) pairs, already analysed: Whoosh only has to write them down."""

    def __init__(self, *, positions: bool = False, stored: bool = False) -> None:
        layout = formats.Positions() if positions else formats.Existence()
        super().__init__(layout, analyzer=None, stored=stored)
        self.has_positions = positions

    def index(self, value: Postings, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, encoded positions) for each different term."""
        found: dict[str, list[int]] = defaultdict(list)
        for term, position in value:
            found[term].append(position)
        for term, positions in found.items():
            if self.has_positions:
                yield encode(term), len(positions), float(len(positions)), self.format.encode(positions)
            else:
                yield encode(term), 1, 1.0, b""


def build_schema() -> fields.Schema:
    """Return the schema of every index written by this version."""
    positional = ("title_fr", "title_en", "body_fr", "body_en", "skills")
    plain = ("id", "readers", "facets", "labels", "title_words", "skill_words")
    schema = fields.Schema(**{name: TermField(positions=True) for name in positional})
    for name in plain:
        schema.add(name, TermField(stored=name == "id"))
    schema.add("sort_at", fields.COLUMN(columns.NumericColumn("q")))
    return schema


def fields_of(document: Document) -> dict[str, Any]:
    """Lay a document out as the arguments of Whoosh's ``add_document``."""
    facets = {"kind": frozenset({document.kind}), **document.facets}
    laid_out: dict[str, Any] = {
        "id": [(document.id, 0)],
        "_stored_id": document.id,
        "readers": _unplaced(document.readers),
        "facets": _unplaced(facet_term(name, value) for name, values in facets.items() for value in values),
        "skills": list(_skill_postings(document.skills)),
        "labels": _unplaced(fold_label(label) for label in document.skills),
        "title_words": _unplaced(_names((document.title_fr, document.title_en))),
        "skill_words": _unplaced(_names(document.skills)),
        "sort_at": document.sort_at,
    }
    for locale in LOCALES:
        for part in ("title", "body"):
            name = f"{part}_{locale}"
            laid_out[name] = list(_text_postings(getattr(document, name), locale))
    return laid_out


def facet_term(name: str, value: str) -> str:
    """Write a facet value as one term."""
    return f"{name}{_SEPARATOR}{value}"


def read_facet_term(term: str) -> tuple[str, str]:
    """Read the (name, value) of a facet back from its term."""
    name, _, value = term.partition(_SEPARATOR)
    return name, value


def encode(term: str) -> bytes:
    """Return the bytes of a term; two different strings never share theirs, even malformed ones."""
    return term.encode("utf-8", "surrogatepass")


def decode(term: bytes) -> str:
    """Return the string of a term."""
    return term.decode("utf-8", "surrogatepass")


def _unplaced(terms: Iterable[str]) -> list[tuple[str, int]]:
    return [(term, 0) for term in terms]


def _text_postings(text: str, locale: str) -> Iterator[tuple[str, int]]:
    for token in tokenise(text, locale):
        for form in token.forms:
            yield form, token.word.position


def _skill_postings(labels: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Labels come in both languages without saying which; the gap keeps a phrase within one label."""
    for number, label in enumerate(labels):
        for word in words(label):
            forms = {word.folded}.union(*(forms_of(word, locale) for locale in LOCALES))
            for form in sorted(forms):
                yield form, number * LABEL_GAP + word.position


def _names(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for word in words(text):
            yield word.folded
            yield from _spelling(word)


def _spelling(word: Word) -> Iterator[str]:
    """An accented word also comes as « folded TAB accented », so that a suggestion can show its accents."""
    if word.plain != word.folded:
        yield f"{word.folded}{SPELLED}{word.plain}"
