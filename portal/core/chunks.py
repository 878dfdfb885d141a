"""Long lists of ids, some hundred at a time: a statement has room for so many values, and memory for so many rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_One = TypeVar("_One")

CHUNK = 500


def chunks(values: Sequence[_One]) -> Iterator[Sequence[_One]]:
    """The same values in order, `CHUNK` at a time; nothing when there are none."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
