"""Where higher features add to a profile without the profile knowing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portal.organization.models import Person

# `{"template": "recognition/_profile.html", "context": {...}}`, or None when there is nothing to show to this reader.
# In the template the context is `panel`. `"place": "aside"` puts it in the narrow column; it is "main" otherwise.
Panel = dict[str, Any]

# Called with (actor, person): who reads, whose profile it is. `actor` may see this profile in full.
profile_panels: list[Callable[[Person, Person], Panel | None]] = []


def panels_for(actor: Person, person: Person) -> dict[str, list[Panel]]:
    """What other features show on this profile to this reader, by place."""
    panels: dict[str, list[Panel]] = {"main": [], "aside": []}
    for build in profile_panels:
        panel = build(actor, person)
        if panel is not None:
            panels[panel.get("place", "main")].append(panel)
    return panels
