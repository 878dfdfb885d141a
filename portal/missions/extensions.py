"""Where higher features add to a mission's page without missions knowing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portal.missions.sheet import MissionSheet
from portal.organization.models import Person

# `{"template": "applications/_apply_panel.html", "context": {...}}`, or None when there is nothing to show to this
# reader. In the template the context is `panel`. `"place": "aside"` puts it in the narrow column; "main" otherwise.
Panel = dict[str, Any]

# Called with (actor, mission). `actor` may see this mission.
mission_panels: list[Callable[[Person, MissionSheet], Panel | None]] = []


def panels_for(actor: Person, mission: MissionSheet) -> dict[str, list[Panel]]:
    """What other features show on this mission's page to this reader, by place."""
    panels: dict[str, list[Panel]] = {"main": [], "aside": []}
    for build in mission_panels:
        panel = build(actor, mission)
        if panel is not None:
            panels[panel.get("place", "main")].append(panel)
    return panels
