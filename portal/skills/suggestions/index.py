"""The index: every name of every skill in both languages, and what they are worth for a question.

Three ranks, each better than the next: a name that is the question; a name that begins with it; anything that resembles
it, best first. Resemblance adds how well the nearest single name fits and how well all the names together do, by the
letters of their words and by the words that stand for them (`lexicon`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from portal.skills.folding import fold
from portal.skills.suggestions.lexicon import Lexicon, build_lexicon
from portal.skills.suggestions.words import Numbers, Weights, numbered, question_words, starts_of, words_of

COMPANY = 0.5  # of the words that stand for those typed, beside those that are spelled like them
TOGETHER = 0.3  # of all the names of a skill together, beside its nearest one
TOGETHER_COMPANY = 0.5
LEAST = 0.3  # a resemblance below this is none: of 2 + TOGETHER at most
LEAST_OF_BEST = 0.35  # what resembles the question so much less than the best does is not shown beside it
LONGEST_QUESTION = 100


class Name(NamedTuple):
    """A name of a skill: the skill's place among all, the language, whether it is the preferred one, and folded."""

    skill: int
    lang: str
    is_preferred: bool
    text: str
    folded: str


class Found(NamedTuple):
    """A skill by its place, and the name by which it was found."""

    skill: int
    name: Name


@dataclass(frozen=True)
class Index:
    """Names in the order of their skills; `order` and `sorted` give them in the order of their folded texts."""

    names: Sequence[Name]
    lexicon: Lexicon
    tokens: Numbers  # the words of the names, one after the other
    token_starts: Numbers  # where each name begins among them
    name_lengths: Weights
    first_names: Numbers  # the first name of each skill
    skill_words: Numbers  # the distinct words of each skill
    skill_word_starts: Numbers
    skill_lengths: Weights
    order: Numbers
    sorted: Sequence[str]
    alphabet: Sequence[str]  # the words in their order
    named: Numbers  # the names that hold each of them, one word after the other
    named_starts: Numbers
    places: dict[str, Weights]  # by language: names in the order in which equals are shown

    def find(self, text: str, locale: str, limit: int = 8, *, is_typing: bool = True) -> list[Found]:
        """At most `limit` skills, each once, the best first. `is_typing`: the last word may go on."""
        folded = fold(text[:LONGEST_QUESTION])
        if not folded or not self.names:
            return []
        found: dict[int, Found] = {}
        self._take(found, self._exact(folded), locale, limit)
        if is_typing:
            self._take(found, self._beginning(folded), locale, limit)
        typed = question_words(text)
        if len(found) < limit and typed:
            for number in self._resembling(typed, limit, is_typing=is_typing):
                name = self.names[number]
                found.setdefault(name.skill, Found(name.skill, name))
        return list(found.values())[:limit]

    def find_begun(self, text: str, locale: str, limit: int = 8) -> list[Found]:
        """At most `limit` skills with a name that begins with the text, then with one where each word of the text
        begins a word, in any order. Nothing is forgiven."""
        folded, typed = fold(text[:LONGEST_QUESTION]), question_words(text)
        found: dict[int, Found] = {}
        if folded and typed:
            self._take(found, self._exact(folded), locale, limit)
            self._take(found, self._beginning(folded), locale, limit)
            self._take(found, self._begun(typed), locale, limit)
        return list(found.values())[:limit]

    def _take(self, found: dict[int, Found], numbers: Numbers, locale: str, limit: int) -> None:
        places = self.places[locale][numbers]
        # A skill rarely has more than a few names that begin alike.
        most = min(len(numbers), limit * 8)
        nearest = np.argpartition(places, most - 1)[:most] if 0 < most < len(numbers) else np.arange(len(numbers))
        for number in numbers[nearest[np.argsort(places[nearest], kind="stable")]]:
            name = self.names[number]
            found.setdefault(name.skill, Found(name.skill, name))

    def _exact(self, folded: str) -> Numbers:
        return self.order[bisect_left(self.sorted, folded) : bisect_right(self.sorted, folded)]

    def _beginning(self, folded: str) -> Numbers:
        return self.order[bisect_left(self.sorted, folded) : bisect_left(self.sorted, folded + "\U0010ffff")]

    def _begun(self, typed: Sequence[str]) -> Numbers:
        found = np.ones(len(self.names), np.bool_)
        for word in typed:
            first, end = bisect_left(self.alphabet, word), bisect_left(self.alphabet, word + "\U0010ffff")
            begun = np.zeros(len(self.names), np.bool_)
            begun[self.named[self.named_starts[first] : self.named_starts[end]]] = True
            found &= begun
        return np.flatnonzero(found).astype(np.int32)

    def _resembling(self, typed: list[str], limit: int, *, is_typing: bool) -> list[int]:
        """The nearest name of each of the skills that resemble these words most."""
        by_name, scores = self.scores(typed, is_typing=is_typing)
        most = min(limit, len(scores))
        best = np.argpartition(-scores, most - 1)[:most]
        best = best[np.argsort(-scores[best], kind="stable")]
        least = max(LEAST, LEAST_OF_BEST * float(scores[best[0]]))
        ends = [*self.first_names[1:], len(self.names)]
        return [
            int(self.first_names[skill] + by_name[self.first_names[skill] : ends[skill]].argmax())
            for skill in best
            if scores[skill] >= least
        ]

    def scores(self, typed: list[str], *, is_typing: bool = False) -> tuple[Weights, Weights]:
        """What each name and each skill is worth for these words."""
        typed = self.lexicon.unscrambled(typed)
        spelled = self.lexicon.spelled_like(typed, is_typing=is_typing)
        company = self.lexicon.kept_with(typed)
        by_word = (spelled + COMPANY * company)[self.tokens]
        by_name = np.add.reduceat(by_word, self.token_starts) / self.name_lengths
        nearest = np.maximum.reduceat(by_name, self.first_names)
        all_words = (TOGETHER * spelled + TOGETHER_COMPANY * company)[self.skill_words]
        together = np.add.reduceat(all_words, self.skill_word_starts) / self.skill_lengths
        return by_name, 2 * nearest + together


def build(names: Sequence[Name], own: Sequence[int]) -> Index:
    """From every name, those of a skill one after the other from skill 0; `own` is how soon each skill comes among
    equals (0 first). A name without a letter or a digit is one word.
    """
    words: dict[str, int] = {}
    kept, tokens, counts = list(names), [], []
    for name in names:
        spelled = numbered(words_of(name.folded) or [name.folded], words)
        tokens.extend(spelled)
        counts.append(len(spelled))
    token_of = np.array(tokens, np.int32)
    skill_of = np.array([name.skill for name in kept], np.int32)
    name_of_token = np.repeat(np.arange(len(kept), dtype=np.int32), counts)
    size = max(len(words), 1)
    distinct = np.unique(skill_of[name_of_token].astype(np.int64) * size + token_of)
    skill_words = (distinct % size).astype(np.int32)
    skills = int(skill_of[-1]) + 1 if kept else 0
    bounds = starts_of((distinct // size).astype(np.int32), skills)
    lexicon = build_lexicon(words, skill_words, bounds)
    order = sorted(range(len(kept)), key=lambda number: kept[number].folded)
    alphabet = sorted(words)
    ranks = np.empty(len(words), np.int32)
    ranks[[words[word] for word in alphabet]] = np.arange(len(words))
    rank_of_token = ranks[token_of]
    by_rank = np.argsort(rank_of_token, kind="stable")
    return Index(
        kept,
        lexicon,
        token_of,
        token_starts=(np.cumsum(counts) - counts).astype(np.int32),
        name_lengths=np.sqrt(np.bincount(name_of_token, weights=lexicon.lengths[token_of])).astype(np.float32),
        first_names=starts_of(skill_of, skills)[:-1],
        skill_words=skill_words,
        skill_word_starts=bounds[:-1],
        skill_lengths=np.sqrt(np.add.reduceat(lexicon.lengths[skill_words], bounds[:-1])) if skills else np.ones(0),
        order=np.array(order, np.int32),
        sorted=[kept[number].folded for number in order],
        alphabet=alphabet,
        named=name_of_token[by_rank],
        named_starts=starts_of(rank_of_token[by_rank], len(words)),
        places={lang: _places(kept, own, lang) for lang in ("fr", "en")},
    )


def _places(names: Sequence[Name], own: Sequence[int], lang: str) -> Weights:
    """The order of names that fit a question alike: the reader's language, preferred, our own, the shortest."""
    ranked = sorted(
        range(len(names)),
        key=lambda number: (
            names[number].lang != lang,
            not names[number].is_preferred,
            own[names[number].skill],
            len(names[number].folded),
            names[number].folded,
        ),
    )
    places = np.empty(len(names), np.float32)
    places[ranked] = np.arange(len(names), dtype=np.float32)
    return places
