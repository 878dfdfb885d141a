"""Where higher features add to a profile without the profile knowing them."""

from __future__ import annotations

from collections.abc import Callable

from portal.core.panels import Panel, by_place
from portal.organization.models import Person

# Called with (actor, person): who reads, whose profile it is. `actor` may see this profile in full.
profile_panels: list[Callable[[Person, Person], Panel | None]] = []


def panels_for(actor: Person, person: Person) -> dict[str, list[Panel]]:
    """What other features show on this profile to this reader, by place."""
    return by_place(build(actor, person) for build in profile_panels)
