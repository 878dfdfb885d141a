"""Sets of skills that usually go together (those of an occupation, say): which ones some skills are nearest to, and
what those have that is not there yet.

Skills and patterns are numbers of the caller's own. A pattern is near when its skills are there, the rare ones above
all, and few of them are missing: how much likelier these very skills are for someone it fits than by chance. What this
and each number below are worth is measured by `tests.bench.hidden_skills`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
Weights = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Scoring:
    """The numbers of the score. Someone writes the shares `essential` and `optional` of the skills of a pattern that
    fits them, and `stray` more skills, drawn among all or, for the share `common`, as often as patterns have them. The
    `nearest` patterns speak, from `least` shared skills on; `calm` evens out what each has to say (1 is the likelihood
    itself). One that is `named` outright is this many logarithms likelier. Beside an essential skill, an optional one
    is `usual` for so much.
    """

    essential: float = 0.35
    optional: float = 0.10
    stray: float = 10
    common: float = 0.15
    nearest: int = 20
    least: int = 2
    calm: float = 2
    named: float = 3
    usual: float = 0.4


SCORING = Scoring()


class Link(NamedTuple):
    """A skill of a pattern."""

    pattern: int
    skill: int
    is_essential: bool


class Near(NamedTuple):
    """A pattern, and its share of the say among the nearest (they add up to 1)."""

    pattern: int
    share: float


class Missing(NamedTuple):
    """A skill that the nearest patterns usually have: how usual it is (from 0 to 1), and the patterns that say so, the
    one with the most to say first."""

    skill: int
    usual: float
    patterns: list[int]


class Patterns:
    """Patterns in memory, by pattern and by skill."""

    def __init__(self, links: Iterable[Link], scoring: Scoring = SCORING) -> None:
        """From every skill of every pattern, each pair once. Patterns are numbered from 0."""
        self.scoring = scoring
        rows = np.array([tuple(link) for link in links], np.int64).reshape(-1, 3)
        rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
        self._pattern, essential = rows[:, 0], rows[:, 2].astype(bool)
        self._skills, self._column = np.unique(rows[:, 1], return_inverse=True)
        self._place = {int(skill): column for column, skill in enumerate(self._skills)}
        self.size = int(self._pattern[-1]) + 1 if len(rows) else 0
        self._usual = np.where(essential, 1, scoring.usual)
        self._starts = np.searchsorted(self._pattern, np.arange(self.size + 1))
        held = np.bincount(self._column, minlength=len(self._skills))
        chance = held * scoring.common / max(self.size, 1) + scoring.stray / max(len(held), 1)
        chance = np.minimum(chance, scoring.essential / 2)
        self._rarity: Weights = -np.log(chance)
        there = np.maximum(np.where(essential, scoring.essential, scoring.optional), chance[self._column])
        absent = np.log(1 - there)
        self._nothing = np.bincount(self._pattern, weights=absent, minlength=self.size).astype(float)
        order = np.argsort(self._column, kind="stable")
        self._holders = self._pattern[order]
        self._gains = (np.log(there) - absent + self._rarity[self._column])[order]
        self._holder_starts = np.searchsorted(self._column[order], np.arange(len(held) + 1))

    def nearest(self, held: Collection[int], named: Collection[int] = ()) -> list[Near]:
        """The patterns nearest to some skills, or `named` outright, the nearest first. One without skills is near to
        nothing.
        """
        logarithms: Weights = self._nothing.copy()
        shared = np.zeros(self.size, np.int64)
        for skill in held:
            column = self._place.get(skill)
            if column is not None:
                rows = slice(self._holder_starts[column], self._holder_starts[column + 1])
                logarithms[self._holders[rows]] += self._gains[rows]
                shared[self._holders[rows]] += 1
        for pattern in {one for one in named if self.skills_of(one)}:
            logarithms[pattern] += self.scoring.named
            shared[pattern] = self.scoring.least
        logarithms[shared < self.scoring.least] = -np.inf
        return self._shares(logarithms)

    def _shares(self, logarithms: Weights) -> list[Near]:
        near = _largest(logarithms, self.scoring.nearest, above=-np.inf)
        say = np.exp((logarithms[near] - logarithms[near[:1]]) / self.scoring.calm)
        return [Near(int(one), float(share)) for one, share in zip(near, say / say.sum(), strict=True)]

    def missing(self, near: Sequence[Near], held: Collection[int], most: int) -> list[Missing]:
        """At most `most` skills that these patterns usually have and that are not `held`, the most usual first."""
        usual = np.zeros(len(self._skills))
        for one in near:
            rows = slice(self._starts[one.pattern], self._starts[one.pattern + 1])
            usual[self._column[rows]] += one.share * self._usual[rows]
        usual[[self._place[skill] for skill in held if skill in self._place]] = 0
        best = _largest(usual, most, above=0)
        says = self._says(near, best)
        return [Missing(int(self._skills[one]), float(usual[one]), says[int(one)]) for one in best]

    def _says(self, near: Sequence[Near], columns: Numbers) -> dict[int, list[int]]:
        """For each of these columns, the patterns that have it, in the order of what they add to it."""
        said: dict[int, list[tuple[float, int]]] = {int(column): [] for column in columns}
        for one in near:
            for place in range(self._starts[one.pattern], self._starts[one.pattern + 1]):
                column = int(self._column[place])
                if column in said:
                    said[column].append((-one.share * float(self._usual[place]), one.pattern))
        return {column: [pattern for _, pattern in sorted(patterns)] for column, patterns in said.items()}

    def skills_of(self, pattern: int) -> list[int]:
        """The skills of a pattern: none for one that no link is about."""
        if pattern >= self.size:
            return []
        columns = self._column[self._starts[pattern] : self._starts[pattern + 1]]
        return [int(skill) for skill in self._skills[columns]]

    def shared(self, pattern: int, held: Collection[int]) -> list[int]:
        """The skills of a pattern that are among those held, the rarest first."""
        mine = [skill for skill in self.skills_of(pattern) if skill in held]
        return sorted(mine, key=lambda skill: (-self._rarity[self._place[skill]], skill))


def _largest(values: Weights, most: int, *, above: float) -> Numbers:
    """The places of at most `most` of the largest values, those over `above` only, the largest first."""
    size = min(most, len(values))
    places = np.argpartition(-values, size - 1)[:size] if size else np.empty(0, np.int64)
    places = places[values[places] > above]
    return places[np.lexsort((places, -values[places]))]
