"""What a person typed, read into words and phrases. There is no query language: every sign is only a sign.

Never hand such text to the query parser of an engine: a row of asterisks costs seconds there, nested brackets crash
it and ``field:value`` reads any field.
"""

import re
from dataclasses import dataclass, replace

from portal.search.analysis import LOCALES, Word, fold, forms_of, words

MAX_CHARACTERS = 200
MAX_WORDS = 12
PREFIX_LETTERS = 3

_QUOTED = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”')


@dataclass(frozen=True, slots=True)
class Clause:
    """One word, or the words of one phrase in order.

    ``prefix`` is set on the last word, still being typed. ``optional`` words (the stop words of either language) help
    to order the hits, but a document need not hold them.
    """

    words: tuple[Word, ...]
    is_phrase: bool = False
    optional: bool = False
    prefix: str | None = None

    def forms(self, locale: str) -> tuple[str, ...]:
        """The forms of a single word in a language; none if it is a stop word there."""
        return forms_of(self.words[0], locale)

    def steps(self, locale: str) -> tuple[tuple[str, int], ...]:
        """The words of a phrase in a language, each with its distance from the start, without the stop words."""
        start = self.words[0].position
        forms = ((forms_of(word, locale), word.position - start) for word in self.words)
        return tuple((found[0], distance) for found, distance in forms if found)


@dataclass(frozen=True, slots=True)
class Question:
    """The clauses of a search. ``label`` is the whole text folded, to be compared with the labels of skills."""

    text: str
    clauses: tuple[Clause, ...]
    label: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed. Signs alone are not nothing: they are a search that finds nothing."""
        return not self.text

    @property
    def terms(self) -> tuple[str, ...]:
        """Every form searched for, for highlighting; a form followed by an asterisk stands for its beginnings."""
        forms = {form for c in self.clauses for w in c.words for loc in LOCALES for form in forms_of(w, loc)}
        prefixes = {f"{clause.prefix}*" for clause in self.clauses if clause.prefix}
        return tuple(sorted(forms | prefixes))


def fold_label(text: str) -> str:
    """Fold a label and its spaces, so that « Gestion  de projet » and « gestion de projet » are one."""
    return " ".join(fold(text).split())


def read_question(text: str) -> Question:
    """Read at most 200 characters and 12 words of what was typed. Words between quotes make a phrase."""
    text = text[:MAX_CHARACTERS].replace("\0", " ").strip()
    clauses: list[Clause] = []
    end = 0
    for match in _QUOTED.finditer(text):
        clauses += _single_words(text, end, match.start())
        clauses += _phrase(text, match.start() + 1, match.end() - 1)
        end = match.end()
    clauses += _single_words(text, end, len(text))
    return Question(text, _required(_shortened(clauses)), fold_label(_QUOTED.sub(lambda m: m.group()[1:-1], text)))


def telling_words(text: str) -> str:
    """The words that a document must hold, as they were typed, parted by spaces: without the stop words of either
    language, quotes, commas and elisions. Signs alone stay: they are a search that finds nothing.

    For who looks for words one by one without an index.
    """
    question = read_question(text)
    needed = (clause for clause in question.clauses if not clause.optional)
    return " ".join(question.text[word.start : word.end] for clause in needed for word in clause.words) or question.text


def _single_words(text: str, start: int, end: int) -> list[Clause]:
    """One clause a word; a joined name stands for its parts, which would only loosen it."""
    seen: dict[int, Clause] = {}
    for word in words(text, start, end):
        seen.setdefault(word.position, Clause((word,)))
    return list(seen.values())


def _phrase(text: str, start: int, end: int) -> list[Clause]:
    found = tuple(clause.words[0] for clause in _single_words(text, start, end))
    if not found:
        return []
    return [Clause(found, is_phrase=len(found) > 1)]


def _shortened(clauses: list[Clause]) -> list[Clause]:
    kept: list[Clause] = []
    room = MAX_WORDS
    for clause in clauses:
        if room:
            kept.append(replace(clause, words=clause.words[:room]))
            room -= len(kept[-1].words)
    return kept


def _required(clauses: list[Clause]) -> tuple[Clause, ...]:
    if not clauses:
        return ()
    last = clauses[-1]
    if not last.is_phrase and len(last.words[0].folded) >= PREFIX_LETTERS:
        clauses[-1] = replace(last, prefix=last.words[0].folded)
    common = [_is_common(clause) for clause in clauses]
    if all(common):
        return tuple(clauses)
    return tuple(replace(c, optional=flag) for c, flag in zip(clauses, common, strict=True))


def _is_common(clause: Clause) -> bool:
    return not clause.is_phrase and not all(clause.forms(locale) for locale in LOCALES)
