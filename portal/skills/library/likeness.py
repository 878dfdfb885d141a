"""How near the names of skills are to each other, without comparing each with each.

A name is its runs of three letters, each worth the more the rarer it is (TF-IDF). Two names that are nearly the same
share one of the rarest runs of both: only those are compared. The likeness of two skills is the mean of that of their
names in French and in English, so that “Java” and “JavaScript”, near in letters, need more than that.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from portal.skills.suggestions.words import words_of

RUN = 3
RAREST = 3  # runs by which a name is looked for
MOST_IN_A_RUN = 20  # names that share a run: beyond, it says too little
LEAST = 0.85

Runs = Mapping[str, float]


class Labelled(NamedTuple):
    """A skill and its preferred names, folded; one may be empty."""

    skill_id: int
    french: str
    english: str


def near_pairs(skills: Iterable[Labelled], least: float = LEAST) -> dict[tuple[int, int], float]:
    """Pairs of skills (the smaller id first) with their likeness, from `least` to 1 for the same name."""
    rows = list(skills)
    weighed = {lang: _weighed([getattr(row, lang) for row in rows]) for lang in ("french", "english")}
    found: dict[tuple[int, int], float] = {}
    for first, second in _candidates(weighed):
        likeness = _likeness([(names[first], names[second]) for names in weighed.values()], least)
        if likeness >= least:
            one, other = sorted((rows[first].skill_id, rows[second].skill_id))
            found[one, other] = round(likeness, 3)
    return found


def _runs(name: str) -> Counter[str]:
    """The runs of a name: its words in their alphabet, so that their order does not count, and all its letters."""
    words = sorted(words_of(name))
    spelled = [f" {word} " for word in words]
    return Counter(text[start : start + RUN] for text in spelled for start in range(max(len(text) - RUN + 1, 1)))


def _weighed(names: Sequence[str]) -> list[Runs]:
    counted = [_runs(name) for name in names]
    held = Counter(run for runs in counted for run in runs)
    size = len(names)
    rarity = {run: math.log((1 + size) / (1 + count)) + 1 for run, count in held.items()}
    weighed: list[Runs] = []
    for runs in counted:
        weights = {run: count * rarity[run] for run, count in runs.items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        weighed.append({run: weight / norm for run, weight in weights.items()})
    return weighed


def _candidates(weighed: Mapping[str, Sequence[Runs]]) -> set[tuple[int, int]]:
    pairs: set[tuple[int, int]] = set()
    for names in weighed.values():
        sharing: dict[str, list[int]] = defaultdict(list)
        for number, runs in enumerate(names):
            for run in sorted(runs, key=lambda run: (-runs[run], run))[:RAREST]:
                sharing[run].append(number)
        for numbers in sharing.values():
            if len(numbers) <= MOST_IN_A_RUN:
                pairs.update((one, other) for place, one in enumerate(numbers) for other in numbers[place + 1 :])
    return pairs


def _likeness(names: Sequence[tuple[Runs, Runs]], least: float) -> float:
    """The mean over the languages in which both have a name; 0 as soon as one of them keeps it below `least`."""
    scores = []
    for one, other in names:
        if one and other:
            scores.append(_cosine(one, other))
            if scores[-1] < 2 * least - 1:
                return 0.0
    return sum(scores) / len(scores) if scores else 0.0


def _cosine(one: Runs, other: Runs) -> float:
    if len(other) < len(one):
        one, other = other, one
    return min(1.0, sum(weight * other[run] for run, weight in one.items() if run in other))
