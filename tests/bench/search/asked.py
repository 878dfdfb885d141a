"""What is asked in the bench: words of documents drawn by chance, so that common and rare ones come as they do."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from portal.search import Document
from portal.search.analysis import words
from portal.search.stopwords import STOP_WORDS
from tests.bench.search.synthetic import language_of

SEED = 21
SHORTEST = 4
KEPT = 2_000


@dataclass(frozen=True)
class Question:
    """What is typed, and the values ticked by facet."""

    text: str
    filters: dict[str, str] = field(default_factory=dict)


class Drawn:
    """Questions on the documents of a corpus; the same ones for the same corpus."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._chance = random.Random(SEED)
        self._documents = list(islice(documents, KEPT))

    def one_word(self) -> Question:
        """A word of a title, of a skill or of a text."""
        return Question(self._chance.choice(self._words()))

    def three_words(self) -> Question:
        """Three words that some document holds."""
        return Question(" ".join(self._chance.sample(self._words(), 3)))

    def beginning(self) -> Question:
        """The first letters of a skill or of a name."""
        document = self._chance.choice(self._documents)
        source = self._chance.choice([*document.skills, document.title_fr or document.title_en])
        word = max((word.plain for word in words(source)), key=len)
        return Question(word[: self._chance.randint(3, 6)])

    def filtered(self) -> Question:
        """A word, a place and a way to work."""
        document = self._chance.choice(self._documents)
        ticked = {name: next(iter(document.facets[name])) for name in ("place", "remote")}
        return Question(self._chance.choice(self._words(document)), ticked)

    def slip(self) -> Question:
        """A long word of a skill that has lost a letter."""
        while True:
            document = self._chance.choice(self._documents)
            word = max((word.plain for word in words(self._chance.choice(document.skills))), key=len)
            if len(word) > SHORTEST + 2:
                at = self._chance.randrange(2, len(word))
                return Question(word[:at] + word[at + 1 :])

    def _words(self, document: Document | None = None) -> list[str]:
        """The words of a document worth asking for; of one drawn by chance, with three at least."""
        while True:
            chosen = document or self._chance.choice(self._documents)
            lang = language_of(chosen)
            text = f"{getattr(chosen, f'title_{lang}')} {' '.join(chosen.skills[:6])} {getattr(chosen, f'body_{lang}')}"
            found = [
                word.plain
                for word in words(text)
                if len(word.plain) >= SHORTEST and not any(word.plain in known for known in STOP_WORDS.values())
            ]
            if len(found) >= 3:
                return found


Ask = Callable[[Drawn], Question]


def fresh_document(number: int, **fields: Any) -> Document:
    """A document that was just written, with a word of its own."""
    return Document(
        id=f"mission:fresh-{number}",
        kind="mission",
        readers=frozenset({"employees"}),
        title_fr=f"Nouvelle mission zyxw{number}",
        title_en=f"New mission zyxw{number}",
        body_fr="Décrire ce qui vient de changer, et le faire relire par l’équipe.",
        body_en="Describe what has just changed, and have the team read it.",
        **fields,
    )
