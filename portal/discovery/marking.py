"""Texts of what was found, with the words that answered marked, in the language that each is really in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from markupsafe import escape

from portal.core.bilingual import Text
from portal.search import highlight, highlight_all

EXCERPT = 200

Pieces = tuple[tuple[str, bool], ...]


class Marked(NamedTuple):
    """A text in pieces, those that answered being marked, and its language where that is not the page's."""

    pieces: Pieces
    lang: str | None

    @property
    def has_marks(self) -> bool:
        """Whether any of the words asked stands in it."""
        return any(is_match for _text, is_match in self.pieces)

    def __html__(self) -> str:
        """What a template shows of it."""
        drawn = "".join(
            [f"<mark>{escape(text)}</mark>" if is_match else escape(text) for text, is_match in self.pieces]
        )
        return f'<span lang="{self.lang}">{drawn}</span>' if self.lang else drawn


class Marker:
    """Marks the words of an answer in the texts of a page in `locale`."""

    def __init__(self, terms: Collection[str], locale: str) -> None:
        self.terms, self.locale = frozenset(terms), locale

    def plain(self, text: Text) -> Marked:
        """A text as it is."""
        return Marked(((text.text, False),), self._foreign(text))

    def whole(self, text: Text) -> Marked:
        """A whole text, marked."""
        return Marked(tuple(highlight_all(text.text, self.terms, text.lang)), self._foreign(text))

    def excerpt(self, text: Text) -> Marked:
        """The part of a text where most of the words are."""
        return Marked(tuple(highlight(text.text, self.terms, text.lang, EXCERPT)), self._foreign(text))

    def best(self, texts: Iterable[Text]) -> Marked | None:
        """The excerpt of the first text where a word answers, else of the first text there is."""
        first: Marked | None = None
        for text in texts:
            if not text:
                continue
            marked = self.excerpt(text)
            if marked.has_marks:
                return marked
            first = first or marked
        return first

    def _foreign(self, text: Text) -> str | None:
        return text.lang if text.lang != self.locale else None
