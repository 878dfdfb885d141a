"""The list of missions."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, current_app, request, url_for

from portal import policies
from portal.core.i18n import language
from portal.missions.board import build_board
from portal.missions.filters import SORTS, read_filters
from portal.missions.views.blueprint import bp
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render


@bp.get("/missions")
@audience(Entry.TALENTS)
def list_missions() -> Response:
    """The missions one may read, narrowed by what the address says."""
    board = build_board(actor(), read_filters(request.args), request.args.get("page", 1, type=int), language())
    return render(
        "missions/list.html",
        fragments=("results",),
        oob=("facets",),
        board=board,
        filters=board.filters,
        sorted_by={sort: replace(board.filters, sort=sort).parameters() for sort in SORTS},
        may_start=policies.mission_write(actor()),
        may_propose=policies.mission_propose(actor()),
        search_url=_search_url(),
    )


def _search_url() -> str:
    endpoint = "discovery.search" if "discovery.search" in current_app.view_functions else "missions.list_missions"
    return url_for(endpoint)
