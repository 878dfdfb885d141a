"""What a feature above can say about the organization this database holds."""

from __future__ import annotations

from collections.abc import Callable

# Each says whether the people here are made up, as those of a demo.
made_up_signs: list[Callable[[], bool]] = []


def is_made_up() -> bool:
    """Whether the people of this database are made up."""
    return any(sign() for sign in made_up_signs)
