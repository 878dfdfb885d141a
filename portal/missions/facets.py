"""How many missions each value of each facet would show, in one query."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.extensions import db
from portal.missions.filters import MINE, OPEN_TO, SHARES, STATE_GROUPS, TO_VALIDATE, Filters
from portal.missions.models import Audience, Mission, Seat
from portal.missions.queries import condition, filter_by_text, in_state_group, validates, visible_to
from portal.organization.models import Person, Unit
from portal.pilots.models import Pilot

Counts = dict[tuple[str, str], int]


def facet_counts(actor: Person, filters: Filters, locale: str) -> Counts:
    """{(facet, value): missions}, plus ("total", "") for the list itself.

    A value is counted as if nothing else were chosen in its own facet: choosing it shows that many, and no more.
    """
    branches = [_number("total", "", _list(actor, filters, locale, but=""))]
    groups = [*STATE_GROUPS, MINE, *([TO_VALIDATE] if validates(actor) else [])]
    everywhere = _list(actor, filters, locale, but="state")
    branches += [_number("state", group, in_state_group(actor, everywhere, group)) for group in groups]
    for facet in ("remote", "language"):
        column = getattr(Mission, facet)
        branches.append(_groups(facet, column, _list(actor, filters, locale, but=facet)))
    for facet, model in (("unit", Unit), ("pilot", Pilot)):
        select = _list(actor, filters, locale, but=facet).join(model, getattr(Mission, f"{facet}_id") == model.id)
        branches.append(_groups(facet, model.public_id, select))
    kinds = _list(actor, filters, locale, but="open_to")
    branches += [
        _number("open_to", kind, kinds.where(Mission.audience.in_((Audience(kind), Audience.BOTH)))) for kind in OPEN_TO
    ]
    shares = _list(actor, filters, locale, but="share").join(Seat, Seat.mission_id == Mission.id)
    branches += [
        _number("share", name, shares.where(Seat.percent > above, Seat.percent <= most))
        for name, (above, most) in SHARES.items()
    ]
    return {(facet, value): count for facet, value, count in db.session.execute(sa.union_all(*branches))}


def _list(actor: Person, filters: Filters, locale: str, *, but: str) -> sa.Select[Any]:
    select: sa.Select[Any] = filter_by_text(visible_to(actor), filters.text, locale).order_by(None)
    for facet in Filters.FACETS:
        if facet != but:
            select = select.where(condition(facet, getattr(filters, facet)))
    return select if but == "state" else in_state_group(actor, select, filters.state)


def _number(facet: str, value: str, select: sa.Select[Any]) -> sa.Select[Any]:
    return select.with_only_columns(
        sa.literal(facet).label("facet"),
        sa.literal(value).label("value"),
        sa.func.count(Mission.id.distinct()).label("missions"),
    )


def _groups(facet: str, column: Any, select: sa.Select[Any]) -> sa.Select[Any]:
    return select.with_only_columns(
        sa.literal(facet).label("facet"),
        sa.cast(column, sa.String).label("value"),
        sa.func.count(Mission.id).label("missions"),
    ).group_by(column)


def named(model: type[Unit] | type[Pilot], public_ids: list[str]) -> dict[str, Any]:
    """Units or pilots by public identifier."""
    return {one.public_id: one for one in db.session.scalars(sa.select(model).where(model.public_id.in_(public_ids)))}
