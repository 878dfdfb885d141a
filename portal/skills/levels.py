"""A skill « at least at a level », as it stands in an address and in the search index: « public id:level »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

HIGHEST = 4
LONGEST_ID = 22


class AtLeast(NamedTuple):
    """A skill, and the lowest level (1 to 4) that is enough."""

    public_id: str
    level: int

    def __str__(self) -> str:
        return f"{self.public_id}:{self.level}"


def met_by(public_id: str, level: int) -> Iterator[str]:
    """Everything that a skill at this level is enough for: itself at this level and at each one below."""
    return (f"{public_id}:{enough}" for enough in range(1, level + 1))


def read_at_least(values: Iterable[str], *, most: int) -> list[AtLeast]:
    """What these values ask for, at most so many skills, each once: the last level said of one stands."""
    found: dict[str, int] = {}
    for value in values:
        public_id, _, level = value.rpartition(":")
        if (
            0 < len(public_id) <= LONGEST_ID
            and level in ("1", "2", "3", "4")
            and (public_id in found or len(found) < most)
        ):
            found[public_id] = int(level)
    return [AtLeast(public_id, level) for public_id, level in found.items()]
