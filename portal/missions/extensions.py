"""Where higher features add to a mission's page without missions knowing them."""

from __future__ import annotations

from collections.abc import Callable

from portal.core.panels import Panel, by_place
from portal.missions.sheet import MissionSheet
from portal.organization.models import Person

# Called with (actor, mission). `actor` may see this mission.
mission_panels: list[Callable[[Person, MissionSheet], Panel | None]] = []


def panels_for(actor: Person, mission: MissionSheet) -> dict[str, list[Panel]]:
    """What other features show on this mission's page to this reader, by place."""
    return by_place(build(actor, mission) for build in mission_panels)
