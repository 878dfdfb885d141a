"""Where higher features tell what they know of people at work, without profiles knowing them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from portal.core.bilingual import Text
from portal.organization.models import Person


class NamedMission(NamedTuple):
    """A mission as evidence names it: its address and its title."""

    public_id: str
    title: Text


# Called with (reader, ids, locale): those of these missions that the reader may open, by id.
mission_names: list[Callable[[Person, Collection[int], str], Mapping[int, NamedMission]]] = []

# Called with two people: whether they were on a mission together.
acquaintances: list[Callable[[Person, Person], bool]] = []


def missions_named(reader: Person, ids: Collection[int], locale: str) -> dict[int, NamedMission]:
    """The missions of these ids that the reader may open; nothing is asked when there is none."""
    return {key: named for name in mission_names for key, named in name(reader, ids, locale).items()} if ids else {}


def worked_together(one: Person, other: Person) -> bool:
    """Whether two people were on a mission together, as far as any feature knows."""
    return any(know(one, other) for know in acquaintances)
