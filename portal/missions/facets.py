"""How many missions each value of each facet would show, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.extensions import db
from portal.missions.filters import MINE, OPEN_TO, SHARES, STATE_GROUPS, TO_VALIDATE, Filters
from portal.missions.models import Audience, Mission, Seat
from portal.missions.queries import condition, filter_by_text, in_state_group, validates, visible_to
from portal.organization.models import Person, Unit
from portal.pilots.models import Pilot


@dataclass(frozen=True)
class Facets:
    """{(facet, value): missions}, plus ("total", "") for the list itself; the units and pilots that were counted."""

    counts: dict[tuple[str, str], int]
    names: dict[tuple[str, str], Name]

    @property
    def total(self) -> int:
        """How many missions the list holds."""
        return self.counts["total", ""]


@dataclass(frozen=True)
class Name:
    """The name of a unit or a pilot."""

    name_fr: str
    name_en: str


def count_facets(actor: Person, filters: Filters, locale: str) -> Facets:
    """What each value would show, counted as if nothing else were chosen in its own facet."""
    branches = [_number("total", "", _list(actor, filters, locale, but=""))]
    groups = [*STATE_GROUPS, MINE, *([TO_VALIDATE] if validates(actor) else [])]
    everywhere = _list(actor, filters, locale, but="state")
    branches += [_number("state", group, in_state_group(actor, everywhere, group)) for group in groups]
    for facet in ("remote", "language"):
        column = sa.cast(getattr(Mission, facet), sa.String)
        branches.append(_groups(facet, column, _list(actor, filters, locale, but=facet)))
    named: tuple[tuple[str, Any], ...] = (("unit", Unit), ("pilot", Pilot))
    for facet, model in named:
        select = _list(actor, filters, locale, but=facet).join(model, getattr(Mission, f"{facet}_id") == model.id)
        branches.append(_groups(facet, model.public_id, select, model.name_fr, model.name_en))
    kinds = _list(actor, filters, locale, but="open_to")
    branches += [
        _number("open_to", kind, kinds.where(Mission.audience.in_((Audience(kind), Audience.BOTH)))) for kind in OPEN_TO
    ]
    shares = _list(actor, filters, locale, but="share").join(Seat, Seat.mission_id == Mission.id)
    branches += [
        _number("share", name, shares.where(Seat.percent > above, Seat.percent <= most))
        for name, (above, most) in SHARES.items()
    ]
    rows = db.session.execute(sa.union_all(*branches)).all()
    names = {(facet, value): Name(fr, en) for facet, value, _count, fr, en in rows if fr or en}
    return Facets({(facet, value): count for facet, value, count, _fr, _en in rows}, names)


def _list(actor: Person, filters: Filters, locale: str, *, but: str) -> sa.Select[Any]:
    select: sa.Select[Any] = filter_by_text(visible_to(actor), filters.text, locale).order_by(None)
    for facet in Filters.FACETS:
        if facet != but:
            select = select.where(condition(facet, getattr(filters, facet)))
    return select if but == "state" else in_state_group(actor, select, filters.state)


def _number(facet: str, value: str, select: sa.Select[Any]) -> sa.Select[Any]:
    counted = sa.func.count(Mission.id.distinct())
    return select.with_only_columns(*_row(sa.literal(facet), sa.literal(value), counted, _NOTHING, _NOTHING))


def _groups(facet: str, value: Any, select: sa.Select[Any], name_fr: Any = None, name_en: Any = None) -> sa.Select[Any]:
    names = (_NOTHING, _NOTHING) if name_fr is None else (name_fr, name_en)
    grouped = select.with_only_columns(*_row(sa.literal(facet), value, sa.func.count(Mission.id), *names))
    return grouped.group_by(value, *(() if name_fr is None else names))


def _row(*columns: Any) -> list[Any]:
    return [column.label(name) for column, name in zip(columns, _COLUMNS, strict=True)]


_NOTHING = sa.literal("")
_COLUMNS = ("facet", "value", "missions", "name_fr", "name_en")


def names_of(facet: str, public_ids: list[str]) -> dict[tuple[str, str], Name]:
    """The names of units or pilots, for those chosen that no mission of the list belongs to."""
    model: Any = Unit if facet == "unit" else Pilot
    found = db.session.execute(
        sa.select(model.public_id, model.name_fr, model.name_en).where(model.public_id.in_(public_ids))
    )
    return {(facet, public_id): Name(fr, en) for public_id, fr, en in found}
