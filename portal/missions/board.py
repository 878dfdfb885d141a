"""Everything the list of missions shows to one reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.core.bilingual import choose
from portal.core.i18n import lazy_gettext as _l
from portal.core.pagination import DEEPEST, PER_PAGE, Page
from portal.missions import queries
from portal.missions.facets import Facets, count_facets
from portal.missions.filters import MINE, TO_VALIDATE, Filters
from portal.missions.labels import LANGUAGES, REMOTE
from portal.missions.lines import Line, lines_of
from portal.missions.reading import read
from portal.missions.rows import missions_of
from portal.organization.models import Person
from portal.skills.words import words_of
from portal.web.facets import Box

STATE_WORDS: dict[str, Any] = {
    "open": _l("Open now"),
    "running": _l("Under way"),
    "ended": _l("Past"),
    MINE: _l("Mine"),
    TO_VALIDATE: _l("To validate"),
}
SHARE_WORDS: dict[str, Any] = {
    "10": _l("Up to %(percent)s%%", percent=10),
    "20": _l("%(least)s to %(most)s%%", least=10, most=20),
    "more": _l("More than %(percent)s%%", percent=20),
}
OPEN_TO_WORDS: dict[str, Any] = {"employees": _l("Employees"), "externals": _l("Externals")}
# Units and pilots have the names that people gave them.
VALUE_WORDS: dict[str, dict[str, Any]] = {
    "share": SHARE_WORDS,
    "open_to": OPEN_TO_WORDS,
    "remote": {value.value: word for value, word in REMOTE.items()},
    "language": {value.value: word for value, word in LANGUAGES.items()},
}
LEGENDS: dict[str, Any] = {
    "share": _l("Share of the week"),
    "open_to": _l("Open to"),
    "remote": _l("Where"),
    "language": _l("Working language"),
    "pilot": _l("Pilot"),
    "unit": _l("Unit"),
}
MOST_BOXES = 12


@dataclass(frozen=True)
class Board:
    """The list and what narrows it."""

    filters: Filters
    page: Page
    lines: list[Line]
    states: tuple[Box, ...]
    facets: dict[str, tuple[Box, ...]]
    chips: list[tuple[Any, Filters]]

    @property
    def legends(self) -> dict[str, str]:
        """The name of each facet."""
        return {facet: str(legend) for facet, legend in LEGENDS.items()}


def build_board(actor: Person, filters: Filters, number: int, locale: str) -> Board:
    """The page `number` of the list for `actor`."""
    reading = read(actor, words_of(filters.text), locale)
    kept = reading.kept(filters)
    number = max(1, min(number, DEEPEST))
    ids = reading.ids(kept, start=(number - 1) * PER_PAGE, count=PER_PAGE, sort=filters.sort)
    found = count_facets(actor, reading, filters)
    words = {facet: _words(facet, found, locale) for facet in LEGENDS}
    states = [
        Box(value, str(STATE_WORDS[value]), found.counts["state", value], value == filters.state)
        for value in STATE_WORDS
        if ("state", value) in found.counts and not (value == MINE and actor.is_external)
    ]
    return Board(
        filters=filters,
        page=Page([], number, kept.bit_count()),
        lines=lines_of(actor, missions_of(actor, ids), queries.held_levels(actor), locale),
        states=tuple(states),
        facets={facet: _boxes(facet, filters, found, words[facet]) for facet in _shown(actor)},
        chips=_chips(filters, words),
    )


def _shown(actor: Person) -> list[str]:
    # Everything an external reads is open to externals.
    return [facet for facet in LEGENDS if not (facet == "open_to" and actor.is_external)]


def _words(facet: str, found: Facets, locale: str) -> dict[str, str]:
    """What each value of a facet is called."""
    if facet in VALUE_WORDS:
        return {value: str(word) for value, word in VALUE_WORDS[facet].items()}
    return {value: choose(*name, locale).text for (of, value), name in found.names.items() if of == facet}


def _boxes(facet: str, filters: Filters, found: Facets, words: Mapping[str, str]) -> tuple[Box, ...]:
    chosen, counts = getattr(filters, facet), found.counts
    boxes = [Box(value, word, counts.get((facet, value), 0), value in chosen) for value, word in words.items()]
    if facet not in VALUE_WORDS:
        boxes.sort(key=_first_shown)
        del boxes[MOST_BOXES:]
    return tuple(boxes)


def _first_shown(box: Box) -> tuple[bool, int, str]:
    return not box.checked, -(box.tally or 0), box.label


def _chips(filters: Filters, words: Mapping[str, Mapping[str, str]]) -> list[tuple[Any, Filters]]:
    chips: list[tuple[Any, Filters]] = []
    if filters.text:
        chips.append((_l("“%(text)s”", text=filters.text), filters.without("text")))
    for facet, value in filters.chosen():
        if value in words[facet]:
            chips.append((words[facet][value], filters.without(facet, value)))
    return chips
