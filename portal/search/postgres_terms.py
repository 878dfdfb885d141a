"""How a document is laid out in PostgreSQL: one text-search vector, whose lexemes are its terms.

The analysis is the portal's own (see ``layout``), the same as that of the embedded engine: no dictionary and no
extension of the server takes part. A lexeme is a letter for the field, then the term:

=== ===============================================================================================================
a b title in French, in English; each form with its positions
c d body in French, in English; the same
s   labels of skills; the same
A-S pairs of words of each of these, as ``pairs`` writes them
a-d a term that comes often there has a lexeme more for each of ``TIMES`` it reaches: « term TAB times »
l   whole labels; w and k, words of titles and of labels, not stemmed
r f readers; facets, as ``facet_term`` writes them
p   the period of about twelve days in which its ``sort_at`` falls
=== ===============================================================================================================
"""

from collections.abc import Iterable

from portal.search.layout import LABEL_GAP, Layout
from portal.search.model import Document
from portal.search.pairs import pairs_field

PLACED = {"title_fr": "a", "title_en": "b", "body_fr": "c", "body_en": "d", "skills": "s"}
UNPLACED = {"labels": "l", "title_words": "w", "skill_words": "k", "readers": "r", "facets": "f"}
PAIRED = {pairs_field(field): code.upper() for field, code in PLACED.items()}
CODES = PLACED | PAIRED | UNPLACED
COUNTED = PLACED.keys() - {"skills"}
PERIOD = "p"
ALWAYS_SETS = ("f", "p", "r")
SPOKEN = ("k", "w")
TIMES = (2, 3, 5)

_TIMES = "\t"
_PERIOD_BITS = 20
_FIRST_PERIOD = 1 << 43
# PostgreSQL keeps positions up to 16,383: labels lie closer than in the layout, so that a thousand of them fit.
_CLOSER_GAP = 16
_MOST_BYTES = 1_000

Lexemes = dict[str, list[int]]
"""The positions of each lexeme, from 1; none where there are none."""


def lexeme(field: str, term: str) -> str | None:
    """Write a term of a field as a lexeme; nothing when PostgreSQL could not hold it, and no document has it."""
    if "\0" in term or len(term) > _MOST_BYTES:
        return None
    try:
        octets = term.encode()
    except UnicodeEncodeError:
        return None
    return CODES[field] + term if len(octets) <= _MOST_BYTES else None


def oftener(field: str, name: str) -> list[tuple[int, str]]:
    """The (times, lexeme) that say how often a term comes in a title or a text; of skills it is not asked."""
    return [(times, f"{name}{_TIMES}{times}") for times in TIMES] if field in COUNTED else []


def lexemes_of(document: Document, layout: Layout) -> Lexemes:
    """Return what a document is found under."""
    terms = layout.terms_of(document)
    found: Lexemes = {PERIOD + _period(document.sort_at): []}
    for field in PLACED:
        for term, positions in terms.placed[field].items():
            name = lexeme(field, term)
            if name is not None:
                found[name] = [_place(field, position) for position in positions]
                found.update((more, []) for times, more in oftener(field, name) if len(positions) >= times)
    for field in (*PAIRED, *UNPLACED):
        found.update((name, []) for term in terms.unplaced[field] if (name := lexeme(field, term)) is not None)
    return found


def vector_of(lexemes: Lexemes) -> str:
    """Write lexemes as the text of a ``tsvector``."""
    return " ".join(
        f"{quoted(name)}:{','.join(map(str, places))}" if places else quoted(name) for name, places in lexemes.items()
    )


def quoted(name: str) -> str:
    """Write a lexeme as a text-search value, whatever signs it holds: alone, it is a whole query."""
    return "'" + name.replace("\\", "\\\\").replace("'", "''") + "'"


def phrase_of(field: str, steps: Iterable[tuple[str, int]]) -> str | None:
    """Write terms at their distances from the first as a query; nothing when no document can hold them."""
    written, last = "", 0
    for term, distance in steps:
        name = lexeme(field, term)
        if name is None:
            return None
        written += f" <{distance - last}> {quoted(name)}" if written else quoted(name)
        last = distance
    return written


def mirrored(spoken: str) -> str:
    """A spoken lexeme read backwards after its letter, to be found by its end."""
    return spoken[0] + spoken[:0:-1]


def _period(moment: int) -> str:
    return f"{(moment >> _PERIOD_BITS) + _FIRST_PERIOD:012x}"


def _place(field: str, position: int) -> int:
    if field == "skills":
        label, within = divmod(position, LABEL_GAP)
        position = label * _CLOSER_GAP + min(within, _CLOSER_GAP - 1)
    return position + 1
