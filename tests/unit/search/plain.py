"""The analysis said as plainly as can be: nothing is remembered, and every word is read as often as it comes."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from whoosh.lang.snowball.english import EnglishStemmer
from whoosh.lang.snowball.french import FrenchStemmer

from portal.search import Document
from portal.search.analysis import SHORTEST_STEMMED, fold
from portal.search.apart import APART
from portal.search.question import fold_label
from portal.search.stopwords import STOP_WORDS

STEMMERS = {"fr": FrenchStemmer().stem, "en": EnglishStemmer().stem}

LETTER = r"[^\W_\u0300-\u036f]"
WORD = rf"{LETTER}(?:{LETTER}|[\u0300-\u036f\u00ad])*"
TOKEN = re.compile(
    rf"""
      (?P<skip>   (?<!\w) (?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu) ['\u2019\u02bc] (?={LETTER})
                | (?<=\w) ['\u2019\u02bc] s (?!\w) )
    | (?P<exact>  (?<![\w.]) \.net (?!\w)  |  {WORD}\+\+  |  (?<!\w) [a-z]\# )
    | (?P<joined> {WORD} (?:[.&]{WORD})+ )
    | (?P<plain>  {WORD} )
    """,
    re.IGNORECASE | re.VERBOSE,
)

PlainWord = tuple[int, int, str, str, int, bool]
"""Start, end, in lower case, folded, position, whether it is a technical name."""


def plain_words(text: str) -> Iterator[PlainWord]:
    """The words of a text."""
    position = 0
    for match in TOKEN.finditer(text):
        if match.lastgroup == "skip":
            continue
        yield read(match, position, match.lastgroup != "plain")
        if match.lastgroup == "joined":
            for part in re.finditer(WORD, match.group()):
                start, end, *rest = read(part, position, False)
                yield (start + match.start(), end + match.start(), *rest)
        position += 1


def read(match: re.Match[str], position: int, exact: bool) -> PlainWord:
    raw = match.group()[:64]
    lowered = unicodedata.normalize("NFC", raw.replace("\u00ad", "")).lower()
    return match.start(), match.end(), lowered, fold(raw), position, exact


def plain_forms(word: PlainWord, locale: str) -> tuple[str, ...]:
    """The forms of a word in a language."""
    _, _, lowered, folded, _, exact = word
    if exact:
        return (folded,)
    if lowered in STOP_WORDS[locale]:
        return ()
    if len(folded) < SHORTEST_STEMMED or any(letter.isdigit() for letter in folded):
        return (folded,)
    if folded in APART[locale]:
        return (APART[locale][folded],)
    first, second = STEMMERS[locale](folded), fold(STEMMERS[locale](lowered))
    return (first,) if first == second else (first, second)


def plain_terms(document: Document) -> dict[str, dict[str, list[int]]]:
    """The terms of a document with their positions, by field; no position where there is none."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))

    def names(field: str, text: str) -> None:
        for _, _, lowered, folded, _, _ in plain_words(text):
            found[field][folded] = []
            if lowered != folded:
                found[field][f"{folded}\t{lowered}"] = []

    for locale in ("fr", "en"):
        for part in ("title", "body"):
            for word in plain_words(getattr(document, f"{part}_{locale}")):
                for form in plain_forms(word, locale):
                    found[f"{part}_{locale}"][form].append(word[4])
        names("title_words", getattr(document, f"title_{locale}"))
    for number, label in enumerate(document.skills):
        for word in plain_words(label):
            for form in {word[3], *plain_forms(word, "fr"), *plain_forms(word, "en")}:
                found["skills"][form].append(100 * number + word[4])
        found["labels"][fold_label(label)] = []
        names("skill_words", label)
    facets: dict[str, Any] = {"kind": {document.kind}, **document.facets}
    found["facets"] = {f"{name}\x1f{value}": [] for name, values in facets.items() for value in values}
    found["readers"] = {token: [] for token in document.readers}
    found["id"] = {document.id: []}
    return {field: dict(terms) for field, terms in found.items()}
