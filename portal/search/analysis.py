"""Text into comparable tokens, in French and in English. Documents, queries and highlighting all come through here.

A word is folded (case, accents, ligatures) and then stemmed; the accented word is stemmed and then folded too, and
both stems count when they differ. The first finds every accented word from its spelling without accents; the second
keeps the groupings that only the accents allow. Technical names keep their signs: C++, C#, .NET, Node.js, R&D.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from whoosh.lang.snowball.english import EnglishStemmer
from whoosh.lang.snowball.french import FrenchStemmer

from portal.search.apart import APART
from portal.search.stopwords import STOP_WORDS

LOCALES = ("fr", "en")
MAX_WORD = 64
# Stemming « css » into « cs » or « js » into « j » would merge names that have nothing in common.
SHORTEST_STEMMED = 4
WORDS_KEPT = 50_000

_STEMMERS = {"fr": FrenchStemmer().stem, "en": EnglishStemmer().stem}

_LETTER = r"[^\W_]"
_WORD = rf"{_LETTER}+(?:[\u0300-\u036f\u00ad]+{_LETTER}*)*"
_APOSTROPHE = r"['\u2019\u02bc]"
# Each word is read once, whatever follows it: analysis is most of what building an index costs.
_TOKEN = re.compile(
    rf"""
      (?P<skip>   (?<!\w) (?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu) {_APOSTROPHE} (?={_LETTER})
                | (?<=\w) {_APOSTROPHE} s (?!\w) )
    | (?P<exact>  (?<![\w.]) \.net (?!\w)  |  (?<!\w) [a-z]\# )
    | (?P<plain>  {_WORD} ) (?: (?P<signed> \+\+ ) | (?P<joined> (?:[.&]{_WORD})+ ) )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PART = re.compile(_WORD)


class Word(NamedTuple):
    """A word as written, from ``start`` to ``end`` in its text. ``plain`` is in lower case with its accents;
    ``folded`` without; ``exact`` marks a technical name, never stemmed; ``position`` counts words from 0."""

    start: int
    end: int
    plain: str
    folded: str
    position: int
    exact: bool = False


class Token(NamedTuple):
    """A word worth searching for, with the forms it is found under: the folded stem first."""

    word: Word
    forms: tuple[str, ...]


def fold(text: str) -> str:
    """Return the text without case, accents, ligatures or soft hyphens."""
    opened = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("\u00ad", "")
    return "".join(c for c in unicodedata.normalize("NFKD", opened) if not unicodedata.combining(c))


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of a text, or of the part of it between two places, in order.

    Elisions (l’, d’, qu’) and the English ’s are dropped. A joined name (Node.js, R&D) comes whole, then in parts at
    the same position.
    """
    position = 0
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        kind = match.lastgroup
        if kind == "skip":
            continue
        plain, folded = _spelled(match.group()[:MAX_WORD])
        yield Word(match.start(), match.end(), plain, folded, position, kind != "plain")
        if kind == "joined":
            for part in _PART.finditer(text, match.start(), match.end()):
                plain, folded = _spelled(part.group()[:MAX_WORD])
                yield Word(part.start(), part.end(), plain, folded, position)
        position += 1


def tokenise(text: str, locale: str) -> Iterator[Token]:
    """Yield the tokens of a text in one language, ``fr`` or ``en``, without its stop words."""
    for word in words(text):
        forms = forms_of(word, locale)
        if forms:
            yield Token(word, forms)


def forms_of(word: Word, locale: str) -> tuple[str, ...]:
    """Return the forms a word is found under in a language; none when it is a stop word there."""
    if word.exact:
        return (word.folded,)
    if word.plain in STOP_WORDS[locale]:
        return ()
    return _stems(word.plain, word.folded, locale)


@lru_cache(maxsize=WORDS_KEPT)
def _spelled(raw: str) -> tuple[str, str]:
    """A word in lower case, with its accents and without."""
    plain = unicodedata.normalize("NFC", raw.replace("\u00ad", "")).lower()
    return plain, fold(raw)


@lru_cache(maxsize=WORDS_KEPT)
def _stems(plain: str, folded: str, locale: str) -> tuple[str, ...]:
    if len(folded) < SHORTEST_STEMMED or any(c.isdigit() for c in folded):
        return (folded,)
    if folded in APART[locale]:
        return (APART[locale][folded],)
    stem = _STEMMERS[locale]
    first, second = stem(folded), fold(stem(plain))
    return (first,) if first == second else (first, second)
