"""Everything the list of missions shows to one reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.core.bilingual import pick
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
LEGENDS: dict[str, Any] = {
    "share": _l("Share of the week"),
    "open_to": _l("Open to"),
    "remote": _l("Where"),
    "language": _l("Working language"),
    "pilot": _l("Pilot"),
    "unit": _l("Unit"),
}
MOST_OPTIONS = 12


@dataclass(frozen=True)
class Option:
    """One value of a facet: what it is called, how many missions it would show."""

    value: str
    label: Any
    count: int
    checked: bool


@dataclass(frozen=True)
class Board:
    """The list and what narrows it."""

    filters: Filters
    page: Page
    lines: list[Line]
    states: list[Option]
    facets: dict[str, list[Option]]
    chips: list[tuple[Any, Filters]]

    @property
    def legends(self) -> dict[str, Any]:
        """The name of each facet."""
        return LEGENDS


def build_board(actor: Person, filters: Filters, number: int, locale: str) -> Board:
    """The page `number` of the list for `actor`."""
    reading = read(actor, words_of(filters.text), locale)
    kept = reading.kept(filters)
    number = max(1, min(number, DEEPEST))
    ids = reading.ids(kept, start=(number - 1) * PER_PAGE, count=PER_PAGE, sort=filters.sort)
    found = count_facets(actor, reading, filters)
    words = _words(found, locale)
    states = [
        Option(value, STATE_WORDS[value], found.counts["state", value], value == filters.state)
        for value in STATE_WORDS
        if ("state", value) in found.counts and not (value == MINE and actor.is_external)
    ]
    return Board(
        filters=filters,
        page=Page([], number, kept.bit_count()),
        lines=lines_of(actor, missions_of(actor, ids), queries.held_levels(actor), locale),
        states=states,
        facets={facet: _options(facet, filters, found, words) for facet in _shown(actor)},
        chips=_chips(filters, words),
    )


def _shown(actor: Person) -> list[str]:
    # Everything an external reads is open to externals.
    return [facet for facet in LEGENDS if not (facet == "open_to" and actor.is_external)]


def _words(found: Facets, locale: str) -> dict[tuple[str, str], Any]:
    words: dict[tuple[str, str], Any] = {("share", value): word for value, word in SHARE_WORDS.items()}
    words |= {("open_to", value): word for value, word in OPEN_TO_WORDS.items()}
    words |= {("remote", value.value): word for value, word in REMOTE.items()}
    words |= {("language", value.value): word for value, word in LANGUAGES.items()}
    return words | {key: pick(name, "name", locale).text for key, name in found.names.items()}


def _options(facet: str, filters: Filters, found: Facets, words: dict[tuple[str, str], Any]) -> list[Option]:
    chosen = getattr(filters, facet)
    options = [
        Option(value, word, found.counts.get((facet, value), 0), value in chosen)
        for (name, value), word in words.items()
        if name == facet
    ]
    if facet in ("unit", "pilot"):
        options.sort(key=lambda option: (not option.checked, -option.count, str(option.label)))
        return options[:MOST_OPTIONS]
    return options


def _chips(filters: Filters, words: dict[tuple[str, str], Any]) -> list[tuple[Any, Filters]]:
    chips: list[tuple[Any, Filters]] = []
    if filters.text:
        chips.append((_l("“%(text)s”", text=filters.text), filters.without("text")))
    for facet, value in filters.chosen():
        if (facet, value) in words:
            chips.append((words[facet, value], filters.without(facet, value)))
    return chips
