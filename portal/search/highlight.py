"""Mark the words that were found, in text that the caller has just read from the database.

The index keeps no text, so an excerpt can only show what the reader may read today. The pieces are plain text: the
template escapes them and draws the marks.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from portal.search.analysis import LOCALES, MAX_WORD, Word, forms_of, words

EXCERPT_READS = 20_000
# A page marks many texts with the same terms, and so does the next page of the same answer.
MARKERS_KEPT = 32
WORDS_KEPT = 2_000
NAMES_KEPT = 10_000
ELLIPSIS = "…"

Piece = tuple[str, bool]


class _Mark(NamedTuple):
    start: int
    end: int
    key: str


def highlight_all(text: str, terms: Collection[str], locale: str) -> list[Piece]:
    """Cut the whole text into (fragment, is_match) pieces; joined again, they are the text.

    ``terms`` are those of the results; ``locale`` is the language of the text.
    """
    return _pieces(text, _marks(text, terms, locale), 0, len(text))


def highlight(text: str, terms: Collection[str], locale: str, length: int = 200) -> list[Piece]:
    """Cut an excerpt of about ``length`` characters, where most of the terms are, into (fragment, is_match) pieces.

    The excerpt starts and ends between words, except within a word longer than itself; an ellipsis piece stands where
    text was left out. Without a match it is the start of the text. Only the first 20,000 characters are read.
    """
    length = max(length, 1)
    if len(text) <= length:
        return highlight_all(text, terms, locale)
    marks = _marks(text[:EXCERPT_READS], terms, locale)
    start, end = _window(text, marks, length)
    pieces = _pieces(text, marks, start, end)
    before = [(ELLIPSIS, False)] if start > 0 else []
    after = [(ELLIPSIS, False)] if end < len(text) else []
    return before + pieces + after


def mentioning(terms: Collection[str], locale: str) -> Callable[[str], bool]:
    """Return what says whether `highlight_all` would mark anything in a short text met again and again: the name
    of a skill, say."""
    return _marker(frozenset(terms), locale).answers


class _Marker:
    """Knows which words answer to some terms in a language, and remembers it of those it has met."""

    def __init__(self, terms: Collection[str], locale: str) -> None:
        self._locale = locale
        self._exact = {term for term in terms if not term.endswith("*")}
        self._beginnings = tuple(term[:-1] for term in terms if term.endswith("*"))
        self._known: dict[str, list[_Mark]] = {}
        self._names: dict[str, bool] = {}

    def marks(self, text: str) -> list[_Mark]:
        """The matches in order, none over another. No word holds a space: what stands between two is read by itself."""
        marks: list[_Mark] = []
        known, start = self._known, 0
        for part in text.split(" "):
            found = known.get(part)
            if found is None:
                found = self._meet(part)
            if found:
                marks += [_Mark(start + mark.start, start + mark.end, mark.key) for mark in found]
            start += len(part) + 1
        return marks

    def answers(self, name: str) -> bool:
        """Whether any word of a name answers."""
        answer = self._names.get(name)
        if answer is None:
            forms, folded = _forms_and_words(name, self._locale)
            answer = not self._exact.isdisjoint(forms) or any(word.startswith(self._beginnings) for word in folded)
            if len(self._names) >= WORDS_KEPT:
                self._names.clear()
            self._names[name] = answer
        return answer

    def _meet(self, part: str) -> list[_Mark]:
        """The matches in what is met for the first time: a joined name hides its own parts."""
        marks: list[_Mark] = []
        end = 0
        for word in words(part):
            key = self._find_key(word) if word.start >= end else None
            if key is not None:
                end = word.end
                marks.append(_Mark(word.start, end, key))
        if len(part) <= MAX_WORD:
            if len(self._known) >= WORDS_KEPT:
                self._known.clear()
            self._known[part] = marks
        return marks

    def _find_key(self, word: Word) -> str | None:
        """The term that a word answers to."""
        forms = forms_of(word, self._locale)
        for form in forms:
            if form in self._exact:
                return form
        if forms and self._beginnings and word.folded.startswith(self._beginnings):
            return word.folded
        return None


@lru_cache(maxsize=MARKERS_KEPT)
def _marker(terms: frozenset[str], locale: str) -> _Marker:
    return _Marker(terms, locale if locale in LOCALES else "en")


@lru_cache(maxsize=NAMES_KEPT)
def _forms_and_words(name: str, locale: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The forms of the words of a name, and those words folded, without its stop words."""
    found = [(word, forms_of(word, locale)) for word in words(name)]
    return frozenset(form for _, forms in found for form in forms), tuple(word.folded for word, forms in found if forms)


def _marks(text: str, terms: Collection[str], locale: str) -> list[_Mark]:
    """The matches in a text. One in a third language is read as English."""
    return _marker(frozenset(terms), locale).marks(text)


def _window(text: str, marks: list[_Mark], length: int) -> tuple[int, int]:
    """The bounds of the excerpt that holds most different terms, then most matches, then comes first."""
    start = 0
    if marks:
        start = max(0, _best(marks, length).start - length // 4)
    start = min(start, max(0, len(text) - length))
    if start:
        start = _next_gap(text, start, start + length // 4)
    end = min(len(text), start + length)
    if end < len(text):
        end = _previous_gap(text, end, start + length // 2)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _best(marks: list[_Mark], length: int) -> _Mark:
    room = length - length // 4
    starts = [mark.start for mark in marks]

    def worth(index: int) -> tuple[int, int, int]:
        inside = marks[index : bisect_right(starts, starts[index] + room)][:50]
        return len({mark.key for mark in inside}), len(inside), -index

    return marks[max(range(len(marks)), key=worth)]


def _next_gap(text: str, start: int, limit: int) -> int:
    if text[start - 1].isspace():
        return start
    return next((i + 1 for i in range(start, min(limit, len(text))) if text[i].isspace()), start)


def _previous_gap(text: str, end: int, limit: int) -> int:
    return next((i for i in range(end, limit, -1) if text[i].isspace()), end)


def _pieces(text: str, marks: list[_Mark], start: int, end: int) -> list[Piece]:
    return [(fragment, is_match) for fragment, is_match in _cut(text, marks, start, end) if fragment]


def _cut(text: str, marks: list[_Mark], start: int, end: int) -> Iterator[Piece]:
    at = start
    for mark in marks[bisect_left(marks, (start,)) :]:
        if mark.end > end:
            break
        yield text[at : mark.start], False
        yield text[mark.start : mark.end], True
        at = mark.end
    yield text[at:end], False
