"""The filters and tabs of the search page, with how many each would show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import url_for

from portal.core.bilingual import choose
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.i18n import lazy_gettext as _l
from portal.core.prepared import Prepared, reading
from portal.discovery.answers import Answer
from portal.discovery.asking import FACETS, Ask
from portal.discovery.documents import MISSION, TALENT
from portal.organization.models import Unit
from portal.organization.queries import units
from portal.talents.labels import KINDS
from portal.web.facets import Box

MOST_UNITS = 12

LEGENDS = {
    "share": _l("Share of the week"),
    "open_to": _l("Open to"),
    "contract": _l("Kind of talent"),
    "unit": _l("Unit"),
}

VALUES: dict[str, dict[str, Any]] = {
    "share": {"10": _l("Up to 10%"), "20": _l("10 to 20%"), "more": _l("More than 20%")},
    "open_to": {"employees": _l("Employees"), "externals": _l("Externals")},
    "contract": {kind.value: label for kind, label in KINDS.items()},
}


class Facet(NamedTuple):
    """One list of boxes to tick, as `ui.facet` draws it."""

    legend: str
    name: str
    boxes: tuple[Box, ...]


def offered(ask: Ask, answer: Answer) -> list[Facet]:
    """The filters of the tab that is open. Without the index there are no counts. One query, for the units."""
    found = []
    for name in FACETS[ask.kind]:
        counts = None if answer.from_database else answer.counts.get(name, {})
        chosen = getattr(ask, name)
        labels = _unit_names(counts, chosen) if name == "unit" else VALUES[name]
        boxes = [
            Box(value, str(label), None if counts is None else counts.get(value, 0), value in chosen)
            for value, label in labels.items()
        ]
        if name == "unit" and counts is not None:
            boxes.sort(key=lambda box: (not box.checked, -(box.tally or 0)))
        if boxes:
            found.append(Facet(str(LEGENDS[name]), name, tuple(boxes)))
    return found


_NAMED_UNITS = units().with_only_columns(Unit.public_id, Unit.name_fr, Unit.name_en)
_UNITS = Prepared(_NAMED_UNITS)
_SOME_UNITS = _NAMED_UNITS.where(Unit.public_id.in_(sa.bindparam("public_ids", expanding=True)))


def _unit_names(counts: Mapping[str, int] | None, chosen: Collection[str]) -> dict[str, str]:
    """The units to offer, by code: those chosen and those that hold the most of the answer; all, when nothing counts.

    `counts` come with the highest first.
    """
    lang = language()
    return {public_id: choose(fr, en, lang).text for public_id, fr, en in _units(counts, chosen)}


def _units(counts: Mapping[str, int] | None, chosen: Collection[str]) -> Iterable[Any]:
    if counts is None:
        return _UNITS.rows()
    others = [value for value in counts if value not in chosen][: max(0, MOST_UNITS - len(chosen))]
    return reading().execute(_SOME_UNITS, {"public_ids": [*chosen, *others]})


def tabs(ask: Ask, answer: Answer) -> list[dict[str, Any]]:
    """Everything, missions, people: with how many each holds."""
    labels = (("", _("Everything")), (MISSION, _("Missions")), (TALENT, _("People")))
    return [
        {
            "label": label,
            "href": url_for("discovery.search", **ask.on_tab(kind)),
            "current": kind == ask.kind,
            "count": None if ask.is_blank else answer.by_kind.get(kind, 0) if kind else sum(answer.by_kind.values()),
        }
        for kind, label in labels
    ]
