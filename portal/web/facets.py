"""The boxes that narrow a list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum
from typing import Any, NamedTuple, TypeVar

_Choice = TypeVar("_Choice", bound=Enum)


class Box(NamedTuple):
    """A box to tick, as `ui.facet` draws it. `tally`: how many things it would show; None when nothing counts them."""

    value: str
    label: str
    tally: int | None
    checked: bool


def boxes(
    words: Mapping[_Choice, Any], chosen: Collection[_Choice], tallies: Mapping[_Choice, int] | None = None
) -> tuple[Box, ...]:
    """A box for each choice, in words; `tallies` when something counts what each would show."""
    return tuple(
        Box(choice.value, str(label), None if tallies is None else tallies[choice], choice in chosen)
        for choice, label in words.items()
    )
