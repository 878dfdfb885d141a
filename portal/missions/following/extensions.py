"""Where higher features say whom they tell themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from portal.missions.models import Mission

# Called with a mission: the ids of those who are told of its pauses and its end in words of their own.
tellers: list[Callable[[Mission], Iterable[int]]] = []


def told_otherwise(mission: Mission) -> set[int]:
    """Those who hear of it from another feature, by their ids."""
    return {person_id for tell in tellers for person_id in tell(mission)}
