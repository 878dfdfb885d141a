"""The two lists: what I applied to, and who applied to my missions."""

from __future__ import annotations

from flask import Response, request

from portal.applications import queries
from portal.applications.labels import TONES, state_words
from portal.applications.offering.queries import may_look
from portal.applications.rows import list_mine
from portal.applications.turns import turns_of
from portal.applications.views.blueprint import bp
from portal.core.i18n import language
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render


@bp.get("/applications")
@audience(Entry.TALENTS)
def list_applications() -> Response:
    """One's own applications."""
    page, owns_missions = list_mine(actor(), request.args.get("page", 1, type=int), language())
    turns = turns_of([one for one, _unit, _new in page.items], actor())
    return render(
        "applications/list.html",
        page=page,
        rows=[
            (one, unit, has_new, turn.state or state_words(one, mine=True), TONES.get(one.state, ""), turn)
            for (one, unit, has_new), turn in zip(page.items, turns, strict=True)
        ],
        owns_missions=owns_missions,
    )


@bp.get("/applications/received")
@audience(Entry.TALENTS)
def list_received() -> Response:
    """The missions one owns that have candidates, the most pressing first."""
    return render(
        "applications/received.html", missions=queries.missions_with_candidates(actor()), may_look=may_look(actor())
    )
