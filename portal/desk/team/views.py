"""The page of a team's weeks, and its table."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from portal.allocations.labels import STATE
from portal.core.i18n import gettext as _
from portal.core.i18n import language, ngettext
from portal.desk.team import page
from portal.desk.team.queries import Lead, lead_among, leads_of
from portal.web.access import Entry, actor, audience
from portal.web.csv import csv_response
from portal.web.htmx import render

bp = Blueprint("team", __name__)


@bp.get("/team")
@audience(Entry.EMPLOYEES)
def show_team() -> Response:
    """Weeks across, people down."""
    leads, lead, team = _asked()
    window = team.window
    return render(
        "team/team.html",
        leads=[
            {
                "label": _("My team") if one is leads[0] else one.full_name,
                "href": _address(one, leads, window),
                "current": one is lead,
            }
            for one in leads
        ],
        lead=lead,
        team=team,
        heads=page.week_heads(window),
        rows=page.table_rows(team),
        pauses_of=page.pauses_of,
        states=STATE,
        lengths=[
            {
                "label": ngettext("%(num)d week", "%(num)d weeks", count),
                "href": _address(lead, leads, page.Window(window.first, count)),
                "current": count == window.count,
            }
            for count in page.LENGTHS
        ],
        now=_address(lead, leads, page.window_of("", str(window.count))),
        csv=url_for("team.export_team", **_values(lead, leads, window)),
        before=_address(lead, leads, window.moved(-window.count)),
        after=_address(lead, leads, window.moved(window.count)),
    )


@bp.get("/team.csv")
@audience(Entry.EMPLOYEES)
def export_team() -> Response:
    """The same for a spreadsheet."""
    _leads, _lead, team = _asked()
    name = _("my-team")
    return csv_response(f"{name}-{team.window.first:%G-W%V}.csv", page.table(team), language())


def _asked() -> tuple[list[Lead], Lead, page.TeamWeeks]:
    leads = leads_of(actor())
    lead = lead_among(leads, request.args.get("of"))
    window = page.window_of(request.args.get("from", ""), request.args.get("weeks", ""))
    return leads, lead, page.team_weeks(actor(), lead, window, language())


def _values(lead: Lead, leads: list[Lead], window: page.Window) -> dict[str, Any]:
    values: dict[str, Any] = {"from": f"{window.first:%G-W%V}", "weeks": str(window.count)}
    return values | ({"of": lead.public_id} if lead is not leads[0] else {})


def _address(lead: Lead, leads: list[Lead], window: page.Window) -> str:
    return url_for("team.show_team", **_values(lead, leads, window))
