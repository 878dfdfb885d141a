"""What someone asks of the search page, read from its address. Values that make no sense are left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from portal.core.months import is_month
from portal.core.reindex import MISSION, TALENT
from portal.missions.filters import OPEN_TO, SHARES
from portal.missions.models import MissionLanguage, Remote
from portal.organization.models import Kind
from portal.search import Query
from portal.skills.levels import AtLeast, read_at_least
from portal.talents.availability import free

KINDS = ("", MISSION, TALENT)
RELEVANCE, FIT, NEWEST = "relevance", "fit", "newest"
SORTS = (RELEVANCE, FIT, NEWEST)
PER_PAGE = 20
LONGEST_TEXT = 200
LONGEST_SAVED = 22
MOST_VALUES = 20
MOST_SKILLS = 8
# The most answers that are put in order by fit.
MOST_FITTED = 200

# The facets that each tab offers, in the order of the page.
FACETS: dict[str, tuple[str, ...]] = {
    "": ("skill", "unit"),
    MISSION: ("skill", "share", "month", "open_to", "remote", "place", "language", "pilot", "unit"),
    TALENT: ("skill", "contract", "free", "month", "unit"),
}
SHARED = frozenset(FACETS[""])
# What externals do not read of people, and what is true of everything they read: neither is theirs to narrow by.
NOT_FOR_EXTERNALS = {"": frozenset[str](), MISSION: frozenset({"open_to"}), TALENT: frozenset({"free", "month"})}
# Skills are as many as the library holds: they narrow and are not counted.
COUNTED = {kind: frozenset({"kind", *names}) - {"skill"} for kind, names in FACETS.items()}
ALLOWED: Mapping[str, frozenset[str]] = {
    "share": frozenset(SHARES),
    "open_to": frozenset(OPEN_TO),
    "remote": frozenset(one.value for one in Remote),
    "language": frozenset(one.value for one in MissionLanguage),
    "contract": frozenset(one.value for one in Kind),
    "free": frozenset(map(str, free.SHARES)),
}
# The most letters of a value that people gave: a place, or a public identifier.
LONGEST = {"place": 80, "pilot": 22, "unit": 22}

Params = dict[str, Any]
Chosen = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Ask:
    """The words, the tab (`kind` empty: both) and the filters of that tab: units and pilots are public identifiers,
    skills are « identifier:level » and mean at least that level. Of several skills all are asked, or any one.

    `saved` names the reader's kept search that is being looked at or changed: it goes along, and asks nothing.
    """

    text: str = ""
    kind: str = ""
    filters: Chosen = field(default_factory=dict, hash=False)
    any_skill: bool = False
    sort: str = RELEVANCE
    page: int = 1
    saved: str = ""

    @classmethod
    def read(cls, args: Any, *, is_external: bool = False) -> Ask:
        """From `request.args`. A filter that the tab does not offer to this reader does not count."""
        kind = args.get("kind", "")
        kind = kind if kind in KINDS else ""
        offered = [name for name in FACETS[kind] if not (is_external and name in NOT_FOR_EXTERNALS[kind])]
        filters = {name: _sensible(name, args.getlist(name)) for name in offered}
        sort = args.get("sort", RELEVANCE)
        ask = cls(
            text=args.get("q", "").replace("\x00", " ").strip()[:LONGEST_TEXT],
            kind=kind,
            filters={name: values for name, values in filters.items() if values},
            any_skill=args.get("skills") == "any",
            page=max(1, args.get("page", 1, type=int)),
            saved=args.get("saved", "")[:LONGEST_SAVED],
        )
        return replace(ask, sort=sort) if sort in ask.sorts else ask

    @property
    def is_blank(self) -> bool:
        """Whether nothing was asked."""
        return not self.text and not self.kind and not self.filters

    @property
    def skills(self) -> list[AtLeast]:
        """The skills asked, each with the level that is enough."""
        return read_at_least(self.of("skill"), most=MOST_SKILLS)

    @property
    def sorts(self) -> list[str]:
        """The orders that can be asked for. A mission fits the reader; a person, the skills asked."""
        fits = self.kind == MISSION or (self.kind == TALENT and "skill" in self.filters)
        return [sort for sort in SORTS if (sort != FIT or fits)]

    def of(self, facet: str) -> list[str]:
        """The values chosen of a facet, in order."""
        return sorted(self.filters.get(facet, ()))

    @property
    def params(self) -> Params:
        """The address of this search, its page apart."""
        chosen = {name: self.of(name) for name in self.filters}
        params = {"q": self.text, "kind": self.kind, **chosen, "skills": "any" if self.asks_any_skill else ""}
        params |= {"sort": "" if self.sort == RELEVANCE else self.sort, "saved": self.saved}
        return {name: value for name, value in params.items() if value}

    @property
    def asks_any_skill(self) -> bool:
        """Whether one of several skills is enough."""
        return self.any_skill and len(self.filters.get("skill", ())) > 1

    def chosen(self) -> Iterator[tuple[str, str]]:
        """Every facet and value that narrows the answer, in the order of the page."""
        for name in FACETS[self.kind]:
            for value in self.of(name):
                yield name, value

    def but(self, facet: str, value: str) -> Ask:
        """The same search without one value."""
        left = self.filters[facet] - {value}
        return replace(self, filters={**self.filters, facet: left} if left else _but(self.filters, facet), page=1)

    def without(self, facet: str, value: str) -> Params:
        """The address without one value."""
        return self.but(facet, value).params

    def sorted_by(self, sort: str) -> Params:
        """The address of the same answers in another order."""
        return replace(self, sort=sort).params

    def alone(self) -> Ask:
        """What is asked, whatever kept search it came from, from its first page."""
        return replace(self, page=1, saved="")

    def unfiltered(self) -> Ask:
        """The same words on the same tab, without any filter."""
        return Ask(text=self.text, kind=self.kind, saved=self.saved)

    def on_tab(self, kind: str) -> Ask:
        """The same words on another tab: only the filters that all tabs offer are kept."""
        kept = {name: values for name, values in self.filters.items() if name in SHARED}
        return Ask(text=self.text, kind=kind, filters=kept, any_skill=self.any_skill, saved=self.saved)

    def with_text(self, text: str) -> Params:
        """The address of the same search with other words."""
        return replace(self, text=text).params

    def with_skill(self, skill: AtLeast) -> Ask:
        """The same search with a skill more, or at another level."""
        others = {str(one) for one in self.skills if one.public_id != skill.public_id}
        return replace(self, filters={**self.filters, "skill": frozenset({*others, str(skill)})}, page=1)

    def query(self, readers: frozenset[str], locale: str) -> Query:
        """The same, for the engine; by fit, everything that can be put in that order."""
        is_fitted = self.sort == FIT
        return Query(
            self.text,
            locale,
            readers,
            kind=self.kind or None,
            filters=self.filters,
            every=frozenset() if self.any_skill else frozenset({"skill"}),
            counted=COUNTED[self.kind],
            page=1 if is_fitted else self.page,
            per_page=MOST_FITTED if is_fitted else PER_PAGE,
            order="newest" if self.sort == NEWEST else "relevance",
        )


def _but(filters: Chosen, facet: str) -> Chosen:
    return {name: values for name, values in filters.items() if name != facet}


def _sensible(facet: str, values: Iterable[str]) -> frozenset[str]:
    if facet in ALLOWED:
        return ALLOWED[facet].intersection(values)
    if facet == "skill":
        return frozenset(map(str, read_at_least(values, most=MOST_SKILLS)))
    if facet == "month":
        return frozenset(sorted(filter(is_month, values))[:MOST_VALUES])
    return frozenset(sorted(value for value in values if 0 < len(value) <= LONGEST[facet])[:MOST_VALUES])
