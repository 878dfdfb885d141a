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
ROUNDING = 0.999  # of single-precision sums


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
    repeats: Weights  # how often one name of each skill says the same word, at most
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
        typed = self.lexicon.unscrambled(typed)
        spelled = self.lexicon.spelled_like(typed, is_typing=is_typing)
        company = self.lexicon.kept_with(typed)
        together = self._together(TOGETHER * spelled + TOGETHER_COMPANY * company)
        worth = spelled + COMPANY * company
        likely = self._likely(worth, together, limit)
        by_name, names, starts = self._by_name(worth, likely)
        scores = 2 * np.maximum.reduceat(by_name, starts) + together[likely]
        best = np.argsort(-scores, kind="stable")[:limit]
        least = max(LEAST, LEAST_OF_BEST * float(scores[best[0]]))
        ends = np.append(starts[1:], len(names))
        return [
            int(names[starts[place] + by_name[starts[place] : ends[place]].argmax()])
            for place in best
            if scores[place] >= least
        ]

    def _together(self, worth: Weights) -> Weights:
        """What all the names of each skill are worth together, for what each word is."""
        together: Weights = np.add.reduceat(worth[self.skill_words], self.skill_word_starts) / self.skill_lengths
        return together

    def _likely(self, worth: Weights, together: Weights, limit: int) -> Numbers:
        """The skills that may be among the `limit` best: few, and only theirs are the names to weigh one by one.

        A name sums the worth of its words over the root of the sum of their lengths: by Cauchy and Schwarz, no more
        than the root of the sum of each one's square over its length, which all the words of the skill bound in turn.
        """
        squares = (worth * worth / self.lexicon.lengths)[self.skill_words]
        bounds = 2 * np.sqrt(self.repeats * np.add.reduceat(squares, self.skill_word_starts)) + together
        most = min(limit * 4, len(bounds))
        first = np.sort(np.argpartition(-bounds, most - 1)[:most]).astype(np.int32)
        if most < limit:
            return first
        by_name, _names, starts = self._by_name(worth, first)
        scores = 2 * np.maximum.reduceat(by_name, starts) + together[first]
        return np.flatnonzero(bounds >= np.partition(scores, -limit)[-limit] * ROUNDING).astype(np.int32)

    def _by_name(self, worth: Weights, skills: Numbers) -> tuple[Weights, Numbers, Numbers]:
        """What each name of these skills is worth, those names, and where those of each skill begin among them."""
        names, starts = _ranges(self.first_names, len(self.names), skills)
        tokens, token_starts = _ranges(self.token_starts, len(self.tokens), names)
        return np.add.reduceat(worth[self.tokens[tokens]], token_starts) / self.name_lengths[names], names, starts


def _ranges(starts: Numbers, size: int, which: Numbers) -> tuple[Numbers, Numbers]:
    """The places from the start of each of these ranges to that of the next, `size` ending the last; and where each
    begins among them."""
    ends = np.append(starts, size)[which + 1]
    lengths = ends - starts[which]
    begins = np.cumsum(lengths) - lengths
    places = np.arange(lengths.sum()) + np.repeat(starts[which] - begins, lengths)
    return places.astype(np.int32), begins.astype(np.int32)


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
        repeats=_repeats(skill_of, name_of_token.astype(np.int64) * size + token_of, size, skills),
        order=np.array(order, np.int32),
        sorted=[kept[number].folded for number in order],
        alphabet=alphabet,
        named=name_of_token[by_rank],
        named_starts=starts_of(rank_of_token[by_rank], len(words)),
        places={lang: _places(kept, own, lang) for lang in ("fr", "en")},
    )


def _repeats(skill_of: Numbers, said: Numbers, size: int, skills: int) -> Weights:
    """From each word that a name says, as the name's number times `size` and the word's."""
    repeats = np.ones(skills, np.float32)
    distinct, counts = np.unique(said, return_counts=True)
    several = counts > 1
    np.maximum.at(repeats, skill_of[distinct[several] // size], counts[several].astype(np.float32))
    return repeats


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
