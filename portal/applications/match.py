"""What a seat asks beside what someone holds, skill by skill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from portal.missions.fit import Fit, fit_of
from portal.missions.models import Necessity
from portal.missions.rows import AskedSkill


class Ask(NamedTuple):
    """One skill a seat asks, and the level held (0 when it is not)."""

    asked: AskedSkill
    held: int

    @property
    def is_met(self) -> bool:
        """Whether it is held at the level asked or above."""
        return self.held >= self.asked.level

    @property
    def is_below(self) -> bool:
        """Whether it is held, at a lower level."""
        return 0 < self.held < self.asked.level

    @property
    def is_required(self) -> bool:
        """Whether the seat needs it, or would only like it."""
        return self.asked.necessity is Necessity.REQUIRED


class Match(NamedTuple):
    """Every skill asked, the required ones first, and how many of them are held."""

    asks: list[Ask]
    fit: Fit


def sorted_asks(asked: Iterable[AskedSkill]) -> list[AskedSkill]:
    """The skills that a seat needs, then those it would like, each in the order they were written."""
    return sorted(asked, key=lambda one: one.necessity is not Necessity.REQUIRED)


def compare(asked: Iterable[AskedSkill], held: Mapping[int, int]) -> Match:
    """Hold what a seat asks against the levels someone holds ({skill id: level})."""
    asks = [Ask(one, held.get(one.skill_id, 0)) for one in sorted_asks(asked)]
    return Match(asks, fit_of([ask.asked for ask in asks], held))
