"""What the search box asks for while someone types."""

from __future__ import annotations

from flask import Blueprint, Response, request

from portal.discovery.suggest.panel import show
from portal.web.access import Entry, actor, audience

bp = Blueprint("suggest", __name__)


@bp.get("/search/suggest")
@audience(Entry.TALENTS)
def suggest() -> Response:
    """The list below the box."""
    return show(actor(), request.args.get("q", ""))
