"""The boxes that narrow a list."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A box to tick, as `ui.facet` draws it. `tally`: how many things it would show; None when nothing counts them."""

    value: str
    label: str
    tally: int | None
    checked: bool
