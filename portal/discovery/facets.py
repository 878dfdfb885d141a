"""The filters, chips and tabs of the search page, with how many answers each would show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask import url_for

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.months import months_ahead
from portal.core.prepared import Prepared
from portal.core.reindex import MISSION, TALENT
from portal.discovery.answers import Answer
from portal.discovery.asking import FACETS, FIT, KINDS, NEWEST, NOT_FOR_EXTERNALS, RELEVANCE, Ask, Params
from portal.discovery.naming import NAMED_UNITS, VALUES, AskedSkill, asked_skills, filters_in_words, named, value_names
from portal.missions import board
from portal.organization.models import Person
from portal.talents.availability import free
from portal.web.facets import Box

MOST_BOXES = 12

LEGENDS: Mapping[str, Any] = {
    **board.LEGENDS,
    "contract": _l("Kind of talent"),
    "free": _l("Share of the week free"),
    "month": _l("Months of the mission"),
    "place": _l("Place"),
}
SORT_WORDS = {RELEVANCE: _l("Most relevant first"), FIT: _l("Best fit first"), NEWEST: _l("Newest first")}


class Facet(NamedTuple):
    """One list of boxes to tick, as `ui.facet` draws it."""

    legend: str
    name: str
    boxes: tuple[Box, ...]
    type: str = "checkbox"


class Link(NamedTuple):
    """Words that lead somewhere, unless they say where one is."""

    label: str
    href: str | None


@dataclass(frozen=True)
class Narrowing:
    """All that narrows the answers, ready to be drawn. Chips: what each says, and the address without it.

    `ways_out`: of what nothing answers as a whole, the neighbouring searches that something answers: what each changes,
    its address, and how many answers it has. `at_levels`: by skill, how many answers there would be at each level;
    nothing without the index.
    """

    facets: Sequence[Facet]
    skills: Sequence[AskedSkill]
    chips: Sequence[tuple[str, Params]]
    sorts: Sequence[Link]
    ways_out: Sequence[tuple[str, str, int]] = ()
    at_levels: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    @property
    def skill_ids(self) -> frozenset[int]:
        """The ids of the skills asked."""
        return frozenset(skill.id for skill in self.skills)


def narrowing(reader: Person, ask: Ask, answer: Answer) -> Narrowing:
    """What narrows the answers on the tab that is open. Without the index there are no counts. Three queries at most:
    units, pilots and the skills asked are named by the database."""
    if ask.is_blank:
        return Narrowing((), (), (), ())
    hidden = NOT_FOR_EXTERNALS[ask.kind] if reader.is_external else frozenset()
    shown = [name for name in FACETS[ask.kind] if name != "skill" and name not in hidden]
    skills = asked_skills(ask.skills)
    facets = [facet for name in shown if (facet := _facet(name, ask, answer)).boxes]
    chips = _chips(ask, facets, skills)
    return Narrowing(facets, skills, chips, _sorts(ask), _ways_out(ask, answer, chips), _at_levels(answer))


def _at_levels(answer: Answer) -> dict[str, dict[int, int]]:
    """How many answers there would be at each level of each skill asked."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for (public_id, level), count in answer.ways.levels.items():
        found[public_id][level] = count
    return found


def _ways_out(ask: Ask, answer: Answer, chips: Sequence[tuple[str, Params]]) -> list[tuple[str, str, int]]:
    """A filter to remove, or all; a word to leave out; another tab. Those with the most answers first in each."""
    if answer.total and not answer.relaxed:
        return []
    left = [
        (_("Without the filter “%(filter)s”", filter=label), params, answer.ways.without.get(value, 0))
        for value, (label, params) in zip(ask.chosen(), chips, strict=True)
    ]
    ways = sorted(left, key=lambda way: -way[2]) if not answer.total else []
    if len(ways) > 1:
        ways.append((_("Without any filter"), ask.unfiltered().params, answer.before))
    for text, count in answer.ways.shorter.items():
        ways.append((_("With fewer words: “%(text)s”", text=text), ask.with_text(text), count))
    others = {MISSION: _("The same among missions"), TALENT: _("The same among people")}
    if not answer.total and ask.kind:
        others = {kind: label for kind, label in others.items() if kind != ask.kind}
        ways += [(label, ask.on_tab(kind).params, answer.by_kind.get(kind, 0)) for kind, label in others.items()]
    return [(label, url_for("discovery.search", **params), count) for label, params, count in ways if count]


def _facet(name: str, ask: Ask, answer: Answer) -> Facet:
    counts = None if answer.from_database else answer.counts.get(name, {})
    chosen = ask.filters.get(name, frozenset())
    legend = _("Free in") if name == "month" and ask.kind == TALENT else str(LEGENDS[name])
    boxes = [
        Box(value, str(label), None if counts is None or not value else counts.get(value, 0), value in chosen)
        for value, label in _labels(name, counts, chosen).items()
    ]
    if name == "free":
        return Facet(legend, name, _one_of(boxes), "radio")
    if name in ("unit", "pilot", "place") and counts is not None:
        boxes.sort(key=lambda box: (not box.checked, -(box.tally or 0), box.label))
    return Facet(legend, name, tuple(boxes))


def _one_of(boxes: list[Box]) -> tuple[Box, ...]:
    """The same with one box ticked, the first unless another is: what someone wrote by hand may tick several."""
    ticked = next((box.value for box in boxes if box.checked), "")
    return tuple(box._replace(checked=box.value == ticked) for box in boxes)


def _labels(name: str, counts: Mapping[str, int] | None, chosen: Collection[str]) -> Mapping[str, Any]:
    """What each value to offer is called. Of those that people named: the ones chosen, and those that hold the most of
    the answer; when nothing counts, all units, and no more of the others than was chosen."""
    if name in VALUES:
        return VALUES[name]
    if name == "month":
        ahead = months_ahead(clock.today(), free.MONTHS - 1)
        return value_names(name, {*chosen, *(one for one in ahead if _has(one, counts))})
    others = [value for value in counts or () if value not in chosen][: max(0, MOST_BOXES - len(chosen))]
    if name == "unit" and counts is None:
        return named(_UNITS.rows())
    return value_names(name, [*sorted(chosen), *others])


_UNITS = Prepared(NAMED_UNITS)


def _has(value: str, counts: Mapping[str, int] | None) -> bool:
    return counts is None or value in counts


def _chips(ask: Ask, facets: Iterable[Facet], skills: Iterable[AskedSkill]) -> list[tuple[str, Params]]:
    names = {(facet.name, box.value): box.label for facet in facets for box in facet.boxes}
    names |= dict(skill.name for skill in skills)
    return [(said, ask.without(facet, value)) for facet, value, said in filters_in_words(ask, names)]


def _sorts(ask: Ask) -> list[Link]:
    """The orders that make a difference: without words, nothing is more relevant than what is new."""
    offered = [sort for sort in ask.sorts if sort != RELEVANCE or ask.text]
    present = ask.sort if ask.sort in offered else NEWEST
    return [
        Link(
            str(SORT_WORDS[sort]),
            None if sort == present else url_for("discovery.search", **ask.sorted_by(sort)),
        )
        for sort in offered
    ]


def tabs(ask: Ask, answer: Answer) -> list[dict[str, Any]]:
    """Everything, missions, people: with how many each holds."""
    labels = {"": _("Everything"), MISSION: _("Missions"), TALENT: _("People")}
    return [
        {
            "label": labels[kind],
            "href": url_for("discovery.search", **ask.on_tab(kind).params),
            "current": kind == ask.kind,
            "count": None if ask.is_blank else answer.by_kind.get(kind, 0) if kind else sum(answer.by_kind.values()),
        }
        for kind in KINDS
    ]
