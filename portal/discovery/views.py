"""The search page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.discovery.answers import Answer, answer
from portal.discovery.asking import Ask
from portal.discovery.excerpts import cards
from portal.discovery.facets import offered, tabs
from portal.discovery.unmet.recording import note_when_answered
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render

bp = Blueprint("discovery", __name__)


@bp.get("/search")
@audience(Entry.TALENTS)
def search() -> Response:
    """One box over missions and people. Everything found is read again as this person may see it."""
    reader, ask = actor(), Ask.read(request.args)
    found = Answer([], 0, 1) if ask.is_blank else answer(reader, ask, language())
    if not (found.total or found.from_database):
        note_when_answered(reader, ask, language())
    return render("discovery/search.html", fragments=("results",), **_page(ask, found))


def _page(ask: Ask, found: Answer) -> dict[str, Any]:
    facets = [] if ask.is_blank else offered(ask, found)
    names = {(facet.name, box.value): box.label for facet in facets for box in facet.boxes}
    return {
        "ask": ask,
        "answer": found,
        "cards": cards(actor(), found, language()),
        "facets": facets,
        "tabs": tabs(ask, found),
        "chips": [(names.get((name, value), _("A filter")), ask.without(name, value)) for name, value in ask.chosen()],
    }
