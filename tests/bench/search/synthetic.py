"""Synthetic bilingual documents: six in ten are profiles, the others missions, about 160 words each, skills apart.

Words are drawn as often as the demo's own content uses them, and a tail of thirty thousand invented ones comes now and
then, as names and codes do. The same number of documents is always the same documents.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

from portal import skills as library
from portal.demo import content_files
from portal.search import Document
from tests.bench.names import FAMILY, GIVEN, PLACES

SEED = 4
LANGUAGES = ("fr", "en")
INVENTED = 30_000
INVENTED_SHARE = 0.03
SKILLED_WORDS = 4
INSIDE, OUTSIDE = "employees", "externals"
FACETS = {
    "unit": [f"unit-{number:02d}" for number in range(60)],
    "place": list(PLACES),
    "remote": ["none", "partly", "fully"],
    "language": ["fr", "en", "both"],
    "pilot": [f"pilot-{number:02d}" for number in range(12)],
}
FIRST_MOMENT = 1_700_000_000
A_DAY = 86_400
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class Words:
    """Words of a language, and how often each comes: the running total of their weights."""

    words: list[str]
    totals: list[float]

    def draw(self, chance: random.Random, count: int) -> list[str]:
        """Some words, as often as they come."""
        return chance.choices(self.words, cum_weights=self.totals, k=count)


class Corpus:
    """So many documents, always the same."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __iter__(self) -> Iterator[Document]:
        chance = random.Random(SEED)
        return (self.document(number, chance) for number in range(self.size))

    def document(self, number: int, chance: random.Random) -> Document:
        """The next document that chance makes."""
        is_talent = chance.random() < 0.6
        first = "fr" if chance.random() < 0.65 else "en"
        languages = LANGUAGES if chance.random() < 0.5 else (first,)
        skills = chance.choices(self._skills, cum_weights=self._skill_totals, k=chance.randint(3, 8))
        texts: dict[str, Any] = {}
        for lang in languages:
            title = " ".join(self._words[lang].draw(chance, 5)).capitalize()
            if is_talent:
                title = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)} {title}"
            said = [chance.choice(skill[lang]) for skill in skills[:SKILLED_WORDS]]
            texts |= {f"title_{lang}": title, f"body_{lang}": self._text(chance, lang, 150 // len(languages), said)}
        facets = {name: frozenset({chance.choice(values)}) for name, values in FACETS.items()}
        return Document(
            id=f"{'talent' if is_talent else 'mission'}:{number}",
            kind="talent" if is_talent else "mission",
            readers=frozenset({INSIDE, OUTSIDE} if chance.random() < 0.4 else {INSIDE, f"person:{number % 997}"}),
            skills=tuple(dict.fromkeys(label for skill in skills for lang in LANGUAGES for label in skill[lang])),
            facets=facets,
            sort_at=FIRST_MOMENT + chance.randrange(900) * A_DAY,
            **texts,
        )

    def _text(self, chance: random.Random, lang: str, count: int, said: list[str]) -> str:
        drawn = self._words[lang].draw(chance, count)
        for label in said:
            drawn[chance.randrange(len(drawn))] = label
        sentences = [" ".join(drawn[start : start + 12]) for start in range(0, len(drawn), 12)]
        return ". ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences) + "."

    @cached_property
    def _words(self) -> dict[str, Words]:
        return {lang: _vocabulary(lang) for lang in LANGUAGES}

    @cached_property
    def _skills(self) -> list[dict[str, list[str]]]:
        with (Path(library.__file__).parent / "starter" / "skills.csv").open(encoding="utf-8", newline="") as file:
            return [
                {lang: [row[f"label_{lang}"], *filter(None, row[f"alt_{lang}"].split("|"))] for lang in LANGUAGES}
                for row in csv.DictReader(file)
            ]

    @cached_property
    def _skill_totals(self) -> list[float]:
        return list(accumulate(1 / rank for rank in range(1, len(self._skills) + 1)))


def language_of(document: Document) -> str:
    """The language that a document is shown in here: French when it has it."""
    return "fr" if document.title_fr else "en"


def _vocabulary(lang: str) -> Words:
    counts: Counter[str] = Counter()
    for text in _texts(content_files.missions(), lang):
        counts.update(word.lower() for word in _LETTERS.findall(text))
    for text in _texts(content_files.profiles(), lang):
        counts.update(word.lower() for word in _LETTERS.findall(text))
    words, weights = [list(column) for column in zip(*counts.most_common(), strict=True)]
    tail = _invented(lang)
    rare = [sum(counts.values()) * INVENTED_SHARE / len(tail)] * len(tail)
    return Words(words + tail, list(accumulate([*weights, *rare])))


def _texts(told: Any, lang: str, name: str = "") -> Iterator[str]:
    """The texts in a language, however deep."""
    if isinstance(told, dict):
        for key, value in told.items():
            yield from _texts(value, lang, key)
    elif isinstance(told, list):
        for value in told:
            yield from _texts(value, lang, name)
    elif isinstance(told, str) and name.endswith(f"_{lang}"):
        yield told


def _invented(lang: str) -> list[str]:
    chance = random.Random(f"{SEED} {lang}")
    syllables = [first + vowel for first in "bcdfglmnprstvz" for vowel in ("a", "e", "i", "o", "u", "ou", "on", "er")]
    return list({"".join(chance.choices(syllables, k=chance.randint(3, 4))): None for _ in range(INVENTED)})
