"""How near each word of the vocabulary is to what someone typed: by its letters, and by the company it keeps.

Letters: a word scores by the runs of letters it shares with the question, the rarer the better (TF-IDF on runs of 2 to
5 letters), which forgives typing errors and endings. Company: words that name the same skills stand for each other,
across languages too (“gérer” and “manage”); which ones is counted in the vocabulary itself, nothing is trained.

Measured on held-out alternative labels of ESCO (`python -m tests.bench.suggestions`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from portal.skills.suggestions.words import Numbers, Weights, numbered, runs_of, starts_of

MOST_NEIGHBOURS = 15
MOST_WORDS_OF_A_SKILL = 60
NEAREST_SPELLING = 0.5


@dataclass(frozen=True)
class Lexicon:
    """The words of a vocabulary by number, their runs of letters, and their neighbours."""

    words: dict[str, int]
    scrambled: dict[str, str]  # each word by its letters in order
    runs: dict[str, int]
    weights: Weights  # of each run: how rare it is
    lengths: Weights  # of each word: the square of its norm
    holders: Numbers  # the words that have each run
    holders_start: Numbers
    neighbours: Numbers
    nearness: Weights  # from 0 to 1
    neighbours_start: Numbers

    def unscrambled(self, typed: Sequence[str]) -> list[str]:
        """The same, an unknown word replaced by the one that has its letters: swapped ones share too few runs."""
        return [word if word in self.words else self.scrambled.get("".join(sorted(word)), word) for word in typed]

    def spelled_like(self, typed: Sequence[str], *, is_typing: bool = False) -> Weights:
        """For each word, the runs it shares with these, by their weights. The last one may be unfinished."""
        scores = np.zeros(len(self.words), np.float32)
        counts: dict[str, int] = defaultdict(int)
        for place, word in enumerate(typed):
            is_unfinished = is_typing and place == len(typed) - 1 and word not in self.words
            for run in runs_of(word, whole=not is_unfinished):
                counts[run] += 1
        rarest, norm = float(self.weights.max(initial=1.0)), 0.0
        for run, count in counts.items():
            number = self.runs.get(run)
            weight = rarest if number is None else float(self.weights[number])
            norm += (count * weight) ** 2
            if number is not None:
                scores[self.holders[self.holders_start[number] : self.holders_start[number + 1]]] += count * weight**2
        return scores / np.float32(norm**0.5 or 1.0)

    def kept_with(self, typed: Sequence[str]) -> Weights:
        """For each word, how near it stands to these by the skills they name together."""
        scores = np.zeros(len(self.words), np.float32)
        norm = 0.0
        for word in typed:
            number, likeness = self._nearest(word)
            norm += float(self.lengths[number])
            if likeness < NEAREST_SPELLING:
                continue
            rows = slice(self.neighbours_start[number], self.neighbours_start[number + 1])
            others = self.neighbours[rows]
            scores[others] += likeness * self.nearness[rows] * np.sqrt(self.lengths[others] * self.lengths[number])
        return scores / np.float32(norm**0.5 or 1.0)

    def _nearest(self, word: str) -> tuple[int, float]:
        number = self.words.get(word)
        if number is not None:
            return number, 1.0
        likeness = self.spelled_like([word]) / np.sqrt(self.lengths)
        nearest = int(likeness.argmax())
        return nearest, float(likeness[nearest])


def build_lexicon(words: dict[str, int], skill_words: Numbers, skill_starts: Numbers) -> Lexicon:
    """From the distinct word numbers of each skill, those of skill `n` between `skill_starts[n]` and the next."""
    size, skills = len(words), len(skill_starts) - 1
    runs: dict[str, int] = {}
    flat: list[int] = []
    counts: list[int] = []
    for word in words:
        found = numbered(runs_of(word), runs)
        flat.extend(found)
        counts.append(len(found))
    run_of = np.array(flat, np.int32)
    word_of = np.repeat(np.arange(size, dtype=np.int32), counts)
    frequency = np.bincount(skill_words, minlength=size)
    held = np.minimum(np.bincount(run_of, weights=frequency[word_of], minlength=len(runs)), skills)
    weights = (np.log((1 + skills) / (1 + held)) + 1).astype(np.float32)
    order = np.argsort(run_of, kind="stable")
    pairs = _neighbours(skill_words, skill_starts, frequency)
    return Lexicon(
        words,
        {"".join(sorted(word)): word for word in reversed(words)},
        runs,
        weights,
        lengths=np.bincount(word_of, weights=weights[run_of] ** 2, minlength=size).astype(np.float32),
        holders=word_of[order],
        holders_start=starts_of(run_of[order], len(runs)),
        neighbours=pairs[1],
        nearness=pairs[2],
        neighbours_start=starts_of(pairs[0], size),
    )


def _neighbours(
    skill_words: Numbers, skill_starts: Numbers, frequency: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> tuple[Numbers, Numbers, Weights]:
    """Pairs of words by the skills they name together beyond chance, the nearest of each word first."""
    size, skills = len(frequency), max(len(skill_starts) - 1, 1)
    left, right = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for start, end in pairwise(skill_starts):
        words = skill_words[start : min(end, start + MOST_WORDS_OF_A_SKILL)].astype(np.int64)
        left.append(np.repeat(words, len(words)))
        right.append(np.tile(words, len(words)))
    together, count = np.unique(np.concatenate(left) * max(size, 1) + np.concatenate(right), return_counts=True)
    one, other = together // max(size, 1), together % max(size, 1)
    expected = frequency[one] * frequency[other] / skills
    nearness = np.maximum(count - expected, 0) / (np.sqrt(frequency[one] * frequency[other]) + 1)
    nearness[one == other] = 0
    order = np.lexsort((-nearness, one))
    one, other, nearness = one[order], other[order], nearness[order]
    rank = np.arange(len(one)) - np.searchsorted(one, one)
    near = (rank < MOST_NEIGHBOURS) & (nearness > 0)
    return one[near].astype(np.int32), other[near].astype(np.int32), nearness[near].astype(np.float32)
