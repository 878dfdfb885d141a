"""Where higher features add to a profile without the profile knowing them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from portal.core.bilingual import Text
from portal.core.panels import Panel, by_place
from portal.organization.models import Person

# Called with (actor, person): who reads, whose profile it is. `actor` may see this profile in full.
profile_panels: list[Callable[[Person, Person], Panel | None]] = []
# Called with a person: a key, the owner's id and the title of each mission whose owner reads what they show to owners.
owners_met: list[Callable[[Person], Iterable[tuple[str, int, str]]]] = []
# Called with (ids, language): the titles of these missions.
missions_named: list[Callable[[Collection[int], str], Mapping[int, Text]]] = []


def panels_for(actor: Person, person: Person) -> dict[str, list[Panel]]:
    """What other features show on this profile to this reader, by place."""
    return by_place(build(actor, person) for build in profile_panels)
