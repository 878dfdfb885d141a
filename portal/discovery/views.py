"""The search page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for

from portal.core.i18n import language
from portal.discovery.adding import Added, read_added
from portal.discovery.answers import Answer, answer
from portal.discovery.asking import Ask
from portal.discovery.excerpts import cards
from portal.discovery.facets import narrowing, tabs
from portal.discovery.recent.queries import recent_searches
from portal.discovery.saved.forms import form_of
from portal.discovery.saved.queries import find_search
from portal.discovery.unmet.recording import note_when_answered
from portal.talents.labels import LEVEL_WORD
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render, wants_fragment

bp = Blueprint("discovery", __name__)


@bp.get("/search")
@audience(Entry.TALENTS)
def search() -> Response:
    """One box over missions and people. Everything found is read again as this person may see it."""
    reader = actor()
    asked, added = read_added(Ask.read(request.args, is_external=reader.is_external), request.args, language())
    address = url_for("discovery.search", **asked.params)
    if added.is_done and wants_fragment(("results",)) is None:
        return redirect(address)  # type: ignore[return-value]
    found = Answer([], 0, 1) if asked.is_blank else answer(reader, asked, language())
    if not (found.total or found.from_database):
        note_when_answered(reader, asked, language())
    response = render("discovery/search.html", fragments=("results",), **_page(asked, found, added))
    if wants_fragment(("results",)) is not None and asked.page == 1:
        response.headers["HX-Push-Url"] = address
    return response


def _page(ask: Ask, found: Answer, added: Added) -> dict[str, Any]:
    reader = actor()
    narrowed = narrowing(reader, ask, found)
    kept = find_search(reader, ask.saved) if ask.saved else None
    return {
        "ask": ask,
        "answer": found,
        "added": added,
        "kept": kept,
        "keeping": None if kept is None else form_of(kept),
        "narrowed": narrowed,
        "level_words": LEVEL_WORD,
        "cards": cards(reader, found, language(), asked=narrowed.skill_ids),
        "further": cards(reader, found.further, language(), asked=narrowed.skill_ids) if found.further else [],
        "tabs": tabs(ask, found),
        "recent": recent_searches(reader) if ask.is_blank else [],
    }
