"""The terms that a document is found under, field by field.

A portal has one library of skills and every document quotes from it, so labels are analysed once for as long as a
layout lives. What is remembered never changes the answer: it depends on the label and on nothing else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from portal.search.analysis import LOCALES, Word, forms_of, tokenise, words
from portal.search.model import Document
from portal.search.question import fold_label

LABEL_GAP = 100
SPELLED = "\t"
LABELS_KEPT = 50_000
SKILLS_KEPT = 16

_SEPARATOR = "\x1f"

Placed = Mapping[str, list[int]]
"""The positions of each term, in order."""
Unplaced = Collection[str]
"""Terms, each once."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What one document is found under, by field. To be read only: documents with the same skills share theirs."""

    placed: Mapping[str, Placed]
    unplaced: Mapping[str, Unplaced]


@dataclass(frozen=True, slots=True)
class _Label:
    folded: str
    forms: tuple[tuple[str, int], ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Skills:
    forms: Placed
    labels: Unplaced
    names: Unplaced


class Layout:
    """Lays documents out, one after the other."""

    def __init__(self) -> None:
        self._label = lru_cache(maxsize=LABELS_KEPT)(_read_label)
        # A person is often two documents in a row, with the same skills.
        self._skills = lru_cache(maxsize=SKILLS_KEPT)(self._read_skills)

    def terms_of(self, document: Document) -> Terms:
        """Return the terms of a document."""
        facets = {"kind": frozenset({document.kind}), **document.facets}
        skills = self._skills(document.skills)
        placed = {"skills": skills.forms}
        for part in ("title", "body"):
            for locale in LOCALES:
                name = f"{part}_{locale}"
                placed[name] = _read_text(getattr(document, name), locale)
        unplaced: dict[str, Unplaced] = {
            "id": (document.id,),
            "readers": document.readers,
            "facets": [facet_term(name, value) for name, values in facets.items() for value in values],
            "labels": skills.labels,
            "title_words": set(_names(document.title_fr)).union(_names(document.title_en)),
            "skill_words": skills.names,
        }
        return Terms(placed, unplaced)

    def _read_skills(self, labels: tuple[str, ...]) -> _Skills:
        """Labels come in both languages without saying which; the gap keeps a phrase within one label."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        folded: set[str] = set()
        names: set[str] = set()
        for start, text in zip(range(0, LABEL_GAP * len(labels), LABEL_GAP), labels, strict=True):
            label = self._label(text)
            folded.add(label.folded)
            names.update(label.names)
            for form, position in label.forms:
                places[form].append(start + position)
        return _Skills(places, folded, names)


def facet_term(name: str, value: str) -> str:
    """Write a facet value as one term."""
    return f"{name}{_SEPARATOR}{value}"


def facet_value(term: str) -> str:
    """Read the value of a facet back from its term."""
    return term.partition(_SEPARATOR)[2]


def encode(term: str) -> bytes:
    """Return the bytes of a term; two different strings never share theirs, even malformed ones."""
    return term.encode("utf-8", "surrogatepass")


def decode(term: bytes) -> str:
    """Return the string of a term."""
    return term.decode("utf-8", "surrogatepass")


def _read_text(text: str, locale: str) -> Placed:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for word, forms in tokenise(text, locale):
        for form in forms:
            places[form].append(word.position)
    return places


def _read_label(label: str) -> _Label:
    forms = [(form, word.position) for word in words(label) for form in _forms_in_any_language(word)]
    return _Label(fold_label(label), tuple(forms), tuple(_names(label)))


def _forms_in_any_language(word: Word) -> Iterable[str]:
    return sorted({word.folded}.union(*(forms_of(word, locale) for locale in LOCALES)))


def _names(text: str) -> Iterator[str]:
    """Each word; an accented one also as « folded TAB accented », so that a suggestion can show its accents."""
    for word in words(text):
        yield word.folded
        if word.plain != word.folded:
            yield f"{word.folded}{SPELLED}{word.plain}"
