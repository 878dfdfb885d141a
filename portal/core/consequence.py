"""What follows a change, in the same transaction, without the lower feature knowing the higher one.

`offer_accepted = Consequence("an offer was accepted")` stands in applications; allocations adds what it does about it
with `@offer_accepted.then`. The modules that add are named in `portal.registry`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Follower = Callable[..., None]


class Consequence:
    """A named moment and the functions that run when it comes, in the order they were added."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._followers: list[Follower] = []

    def then(self, follower: Follower) -> Follower:
        """Add a function; it gets the same arguments as the moment, inside its transaction."""
        if follower not in self._followers:
            self._followers.append(follower)
        return follower

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        """The moment has come."""
        for follower in self._followers:
            follower(*args, **kwargs)
