"""The terms that a document is found under, field by field.

A portal has one library of skills and every document quotes from it, so labels are analysed once for as long as a
layout lives. What is remembered never changes the answer: it depends on the label and on nothing else.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from portal.search.analysis import LOCALES, Token, Word, forms_of, tokenise, words
from portal.search.model import Document
from portal.search.pairs import Line, names_at_one_place, pairs_field, pairs_of_line
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
    pairs: frozenset[str]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Skills:
    forms: Placed
    pairs: Unplaced
    labels: Unplaced
    names: Unplaced


class Layout:
    """Lays documents out, one after the other; ``with_pairs`` of words, beside each field that has positions."""

    def __init__(self, *, with_pairs: bool = False) -> None:
        self._with_pairs = with_pairs
        self._label = lru_cache(maxsize=LABELS_KEPT)(_read_label)
        # A person is often two documents in a row, with the same skills.
        self._skills = lru_cache(maxsize=SKILLS_KEPT)(self._read_skills)

    def terms_of(self, document: Document) -> Terms:
        """Return the terms of a document."""
        facets = {"kind": frozenset({document.kind}), **document.facets}
        skills = self._skills(document.skills)
        placed = {"skills": skills.forms}
        pairs = {pairs_field("skills"): skills.pairs} if self._with_pairs else {}
        for part in ("title", "body"):
            for locale in LOCALES:
                name = f"{part}_{locale}"
                said = list(tokenise(getattr(document, name), locale))
                placed[name] = _places(said)
                if self._with_pairs:
                    line = _line((word.position, forms[0]) for word, forms in said)
                    pairs[pairs_field(name)] = pairs_of_line(line)
        unplaced: dict[str, Unplaced] = {
            **pairs,
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
        pairs: set[str] = set()
        names: set[str] = set()
        for start, text in zip(range(0, LABEL_GAP * len(labels), LABEL_GAP), labels, strict=True):
            label = self._label(text)
            folded.add(label.folded)
            pairs.update(label.pairs)
            names.update(label.names)
            for form, position in label.forms:
                places[form].append(start + position)
        return _Skills(places, pairs, folded, names)


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


def _places(said: Iterable[Token]) -> Placed:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for word, forms in said:
        for form in forms:
            places[form].append(word.position)
    return places


def _read_label(label: str) -> _Label:
    read = list(words(label))
    forms = [(form, word.position) for word in read for form in _forms_in_any_language(word)]
    pairs = pairs_of_line(_line((word.position, word.folded) for word in read))
    return _Label(fold_label(label), tuple(forms), frozenset(pairs), tuple(_names(label)))


def _line(said: Iterable[tuple[int, str]]) -> Line:
    """What a phrase may call each word of a text; the parts of a joined name stand at its own place."""
    return [(position, names_at_one_place(name for _, name in here)) for position, here in groupby(said, itemgetter(0))]


def _forms_in_any_language(word: Word) -> Iterable[str]:
    return sorted({word.folded}.union(*(forms_of(word, locale) for locale in LOCALES)))


def _names(text: str) -> Iterator[str]:
    """Each word; an accented one also as « folded TAB accented », so that a suggestion can show its accents."""
    for word in words(text):
        yield word.folded
        if word.plain != word.folded:
            yield f"{word.folded}{SPELLED}{word.plain}"
