"""What someone asks of the list of missions, read from the address of the page. Unknown values are ignored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.missions.models import MissionLanguage, MissionState, Remote

STATE_GROUPS: dict[str, frozenset[MissionState]] = {
    "open": frozenset({MissionState.PUBLISHED}),
    "running": frozenset({MissionState.STAFFED, MissionState.IN_PROGRESS, MissionState.PAUSED}),
    "ended": frozenset(
        {
            MissionState.COMPLETED,
            MissionState.CLOSED,
            MissionState.CANCELLED,
            MissionState.UNFILLED,
            MissionState.EXPIRED,
        }
    ),
}
MINE = "mine"
TO_VALIDATE = "to_validate"
STATES = (*STATE_GROUPS, MINE, TO_VALIDATE)

# A share of the week: above the first number, up to the second.
SHARES: dict[str, tuple[int, int]] = {"10": (0, 10), "20": (10, 20), "more": (20, 100)}
OPEN_TO = ("employees", "externals")
SORTS = ("newest", "start")
LONGEST_TEXT = 100


@dataclass(frozen=True)
class Filters:
    """Each facet holds the values chosen; none means all. Units and pilots are public identifiers."""

    text: str = ""
    state: str = "open"
    open_to: frozenset[str] = frozenset()
    share: frozenset[str] = frozenset()
    unit: frozenset[str] = frozenset()
    pilot: frozenset[str] = frozenset()
    remote: frozenset[str] = frozenset()
    language: frozenset[str] = frozenset()
    sort: str = "newest"

    FACETS = ("open_to", "share", "unit", "pilot", "remote", "language")

    def chosen(self) -> Iterator[tuple[str, str]]:
        """Every (facet, value) that narrows the list, in the order of the page."""
        for facet in self.FACETS:
            for value in sorted(getattr(self, facet)):
                yield facet, value

    def without(self, facet: str, value: str = "") -> Filters:
        """The same filters with one value of a facet (or the text) taken away."""
        if facet == "text":
            return replace(self, text="")
        return replace(self, **{facet: getattr(self, facet) - {value}})

    def parameters(self) -> dict[str, Any]:
        """The query string that means these filters; what is usual is left out."""
        usual = Filters()
        values: dict[str, Any] = {facet: sorted(getattr(self, facet)) for facet in self.FACETS}
        values |= {
            "q": self.text,
            "state": "" if self.state == usual.state else self.state,
            "sort": "" if self.sort == usual.sort else self.sort,
        }
        return {name: value for name, value in values.items() if value}


def _among(values: Iterable[str], allowed: Iterable[str]) -> frozenset[str]:
    return frozenset(values) & frozenset(allowed)


def _identifiers(values: Iterable[str]) -> frozenset[str]:
    return frozenset([value for value in values if value and len(value) <= 22][:20])


def _one(value: str | None, allowed: tuple[str, ...]) -> str:
    return value if value in allowed else allowed[0]


def read_filters(args: Mapping[str, Any]) -> Filters:
    """Filters from `request.args` (a MultiDict)."""
    every = args.getlist  # type: ignore[attr-defined]
    return Filters(
        text=args.get("q", "").replace("\x00", " ").strip()[:LONGEST_TEXT],
        state=_one(args.get("state"), STATES),
        open_to=_among(every("open_to"), OPEN_TO),
        share=_among(every("share"), SHARES),
        unit=_identifiers(every("unit")),
        pilot=_identifiers(every("pilot")),
        remote=_among(every("remote"), list(Remote)),
        language=_among(every("language"), list(MissionLanguage)),
        sort=_one(args.get("sort"), SORTS),
    )
