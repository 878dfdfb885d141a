"""What someone asks of the search page, read from its address. Values that make no sense are left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.discovery.documents import MISSION, TALENT
from portal.missions.filters import OPEN_TO, SHARES
from portal.organization.models import Kind
from portal.search import Query

KINDS = ("", MISSION, TALENT)
PER_PAGE = 20
LONGEST_TEXT = 200
MOST_UNITS = 20

# The facets that each tab offers.
FACETS: dict[str, tuple[str, ...]] = {
    "": ("unit",),
    MISSION: ("share", "open_to", "unit"),
    TALENT: ("contract", "unit"),
}

Params = dict[str, Any]


@dataclass(frozen=True)
class Ask:
    """The words, the tab (`kind` empty: both) and the filters of that tab. Units are public identifiers."""

    text: str = ""
    kind: str = ""
    share: frozenset[str] = frozenset()
    open_to: frozenset[str] = frozenset()
    contract: frozenset[str] = frozenset()
    unit: frozenset[str] = frozenset()
    page: int = 1

    @classmethod
    def read(cls, args: Any) -> Ask:
        """From `request.args`. A filter that the tab does not offer does not count."""
        kind = args.get("kind", "")
        kind = kind if kind in KINDS else ""
        allowed = {"share": set(SHARES), "open_to": set(OPEN_TO), "contract": {one.value for one in Kind}}
        chosen = {name: frozenset(args.getlist(name)) for name in FACETS[kind]}
        chosen = {name: values & allowed[name] if name in allowed else values for name, values in chosen.items()}
        chosen["unit"] = frozenset(sorted(value for value in chosen["unit"] if 0 < len(value) <= 22)[:MOST_UNITS])
        text = args.get("q", "").replace("\x00", " ").strip()[:LONGEST_TEXT]
        return cls(text=text, kind=kind, page=max(1, args.get("page", 1, type=int)), **chosen)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was asked."""
        return not self.text and not any(self.filters.values())

    @property
    def filters(self) -> dict[str, frozenset[str]]:
        """The values ticked, by facet."""
        return {name: getattr(self, name) for name in FACETS[self.kind]}

    @property
    def params(self) -> Params:
        """The address of this search, its page apart."""
        chosen = {name: sorted(values) for name, values in self.filters.items()}
        return {name: value for name, value in {"q": self.text, "kind": self.kind, **chosen}.items() if value}

    def chosen(self) -> Iterator[tuple[str, str]]:
        """Every facet and value that narrows the answer."""
        for name, values in self.filters.items():
            for value in sorted(values):
                yield name, value

    def without(self, facet: str, value: str) -> Params:
        """The address without one value."""
        return {**self.params, facet: sorted(getattr(self, facet) - {value})}

    def on_tab(self, kind: str) -> Params:
        """The address of the same words on another tab: only the filters that both tabs offer are kept."""
        params: Params = {"q": self.text, "kind": kind, "unit": sorted(self.unit)}
        return {name: value for name, value in params.items() if value}

    def with_text(self, text: str) -> Params:
        """The address of the same search with other words."""
        return {**self.params, "q": text}

    def query(self, readers: frozenset[str], locale: str) -> Query:
        """The same, for the engine."""
        return Query(
            self.text,
            locale,
            readers,
            kind=self.kind or None,
            filters=self.filters,
            counted=frozenset({"kind", *FACETS[self.kind]}),
            page=self.page,
            per_page=PER_PAGE,
        )
