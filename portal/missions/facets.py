"""How many missions each value of each facet would show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.missions.catalogue import Name
from portal.missions.filters import MINE, OPEN_TO, SHARES, STATE_GROUPS, TO_VALIDATE, Filters
from portal.missions.models import MissionLanguage, Remote
from portal.missions.queries import validates
from portal.missions.reading import Reading
from portal.organization.models import Person


@dataclass(frozen=True)
class Facets:
    """{(facet, value): missions}; the names of the units and pilots with missions to show, and of those chosen."""

    counts: Mapping[tuple[str, str], int]
    names: Mapping[tuple[str, str], Name]


def count_facets(actor: Person, reading: Reading, filters: Filters) -> Facets:
    """What each value would show, counted as if nothing else were chosen in its own facet."""
    everywhere = reading.kept(filters, but=("state",))
    groups = [*STATE_GROUPS, MINE, *([TO_VALIDATE] if validates(actor) else [])]
    counts = {("state", group): (everywhere & reading.group(group)).bit_count() for group in groups}
    fixed = (("open_to", OPEN_TO), ("share", SHARES), ("remote", Remote), ("language", MissionLanguage))
    for facet, values in fixed:
        kept = reading.kept(filters, but=(facet,))
        counts |= {(facet, str(value)): (kept & reading.having(facet, (value,))).bit_count() for value in values}
    names: dict[tuple[str, str], Name] = {}
    kept_of = {facet: reading.kept(filters, but=(facet,)) for facet in ("unit", "pilot")}
    for (facet, value), name in reading.catalogue.names.items():
        count = (kept_of[facet] & reading.catalogue.of((facet, value))).bit_count()
        if count or value in getattr(filters, facet):
            counts[facet, value], names[facet, value] = count, name
    return Facets(counts, names)
