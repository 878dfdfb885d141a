"""The missions of one reader as sets: which they may read, which answer what they ask, and the rows of a page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from portal.core.bits import EVERYTHING, members, members_in_order
from portal.missions.catalogue import Catalogue, catalogue_of
from portal.missions.filters import MINE, STATE_GROUPS, TO_VALIDATE, Filters
from portal.missions.models import Audience
from portal.missions.queries import standing_of, waiting_ids
from portal.missions.sought import FACETS as SOUGHT
from portal.organization.models import Person
from portal.skills.words import Word


@dataclass(frozen=True)
class Reading:
    """The catalogue as one reader may see it, and the words they ask.

    `titled`: of the missions that hold the words, those that hold them all in the title; empty without words.
    """

    catalogue: Catalogue
    visible: int
    mine: int
    to_validate: int
    worded: int = EVERYTHING
    titled: int = 0

    def kept(self, filters: Filters, *, but: Collection[str] = ()) -> int:
        """The missions that pass the filters, those of the facets in `but` aside."""
        kept = self.visible & self.worded
        for facet in Filters.FACETS:
            values = getattr(filters, facet)
            if values and facet not in but:
                kept &= self.having(facet, values)
        return kept if "state" in but else kept & self.group(filters.state)

    def having(self, facet: str, values: Collection[str]) -> int:
        """The missions that have one of these values of a facet."""
        if facet == "open_to":
            return self.catalogue.of(("audience", Audience.BOTH), *(("audience", value) for value in values))
        if facet in SOUGHT:
            return self.catalogue.sought.having((facet, value) for value in values)
        return self.catalogue.of(*((facet, value) for value in values))

    def group(self, name: str) -> int:
        """The missions of one entry of the state facet."""
        if name == MINE:
            return self.mine
        if name == TO_VALIDATE:
            return self.to_validate
        return self.catalogue.of(*(("state", state) for state in STATE_GROUPS[name]))

    def ids(self, kept: int, *, start: int, count: int, sort: str = "newest") -> list[int]:
        """The ids of a page of a set: those with the words in their title first, then as sorted."""
        parts = (kept & self.titled, kept & ~self.titled) if self.titled else (kept,)
        places = chain.from_iterable(self._ordered(part, sort) for part in parts)
        return [self.catalogue.ids[place] for place in islice(places, start, start + count)]

    def _ordered(self, kept: int, sort: str) -> Iterator[int]:
        return members_in_order(kept, self.catalogue.by_start) if sort == "start" else members(kept)


def read(actor: Person, words: Sequence[Word], locale: str) -> Reading:
    """What `actor` may read of the missions, and where these words stand."""
    standing = standing_of(actor)
    catalogue = catalogue_of(standing.edition)
    visible = catalogue.readable(actor, standing)
    to_validate = catalogue.bits(waiting_ids(actor)) & visible
    reading = Reading(catalogue, visible, catalogue.bits(standing.owned), to_validate)
    return _worded(reading, words, locale) if words else reading


def _worded(reading: Reading, words: Sequence[Word], locale: str) -> Reading:
    """The missions with every word in the title, the summary, the place, the unit or a skill asked, in any language."""
    catalogue, found = reading.catalogue, reading.visible
    for word in words:
        in_unit = catalogue.of(*(unit for unit, name in catalogue.unit_texts.items() if word.text in name))
        found &= in_unit | catalogue.texts.holding(word)
    return replace(reading, worded=found, titled=found & catalogue.texts.titled(words, locale))
