"""Columns read in one statement for several small objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Columns:
    """Groups of columns that stand one after the other in a statement, one for each object made from its rows."""

    def __init__(self, *groups: Sequence[Any]) -> None:
        self.all = tuple(column for group in groups for column in group)
        self._cuts: list[slice] = []
        start = 0
        for group in groups:
            self._cuts.append(slice(start, start + len(group)))
            start += len(group)

    def apart(self, row: Sequence[Any]) -> list[Any]:
        """The values of a row, group by group."""
        return [row[cut] for cut in self._cuts]
