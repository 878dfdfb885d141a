"""Where higher features add to a mission's page without missions knowing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from portal.core.panels import Panel, by_place
from portal.missions.sheet import MissionSheet
from portal.organization.models import Person

# Called with (actor, mission). `actor` may see this mission.
mission_panels: list[Callable[[Person, MissionSheet], Panel | None]] = []

# Called with a mission that its owner may complete: what completing it now would end or leave undone, in sentences.
completion_effects: list[Callable[[MissionSheet], Iterable[str]]] = []


def panels_for(actor: Person, mission: MissionSheet) -> dict[str, list[Panel]]:
    """What other features show on this mission's page to this reader, by place."""
    return by_place(build(actor, mission) for build in mission_panels)


def effects_of_completing(mission: MissionSheet) -> list[str]:
    """What other features tell the owner before the mission is completed."""
    return [sentence for tell in completion_effects for sentence in tell(mission)]
