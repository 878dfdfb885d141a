"""The judged searches, and how good an order is: nDCG@10, from 0 to 1."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "data" / "relevance"
GRADES = {"best": 3, "good": 2, "some": 1}
LOOKED_AT = 10
TUNING, HELD_OUT = "tuning", "held out"
HALVES = (TUNING, HELD_OUT)


@dataclass(frozen=True)
class Judged:
    """A search, the file it comes from, the half it belongs to, and the grades of what answers it, by key."""

    text: str
    topic: str
    half: str
    grades: Mapping[str, int]


def judged_searches() -> list[Judged]:
    """Every judged search. The first of a file is for tuning, the second held out, and so on."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for number, one in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["query"]):
            grades = {key: grade for name, grade in GRADES.items() for key in one.get(name, [])}
            found.append(Judged(one["text"], path.stem, HALVES[number % 2], grades))
    return found


def ndcg(keys: Sequence[str], grades: Mapping[str, int]) -> float:
    """How close the first ten answers come to the best order possible."""
    return _gain([grades.get(key, 0) for key in keys[:LOOKED_AT]]) / _gain(
        sorted(grades.values(), reverse=True)[:LOOKED_AT]
    )


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place) for place, grade in enumerate(grades, 2))
