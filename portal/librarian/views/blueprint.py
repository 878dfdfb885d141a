"""The blueprint the views share, and what each of their pages shows around its own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, get_template_attribute, url_for

from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.librarian import labels, queries
from portal.skills.library.models import LibraryOperation
from portal.web.htmx import render

bp = Blueprint("librarian", __name__, url_prefix="/library")


def page(template: str, current: str, **context: Any) -> Response:
    """A page of the desk under its tabs; `current` is the one that is open."""
    return render(template, tabs=_tabs(current), states=labels.STATES, state_tones=labels.TONES, **context)


def _tabs(current: str) -> list[dict[str, Any]]:
    counts = queries.count_waiting()
    rooms = (
        ("proposals", _("Proposals"), "librarian.list_proposals", counts["proposals"]),
        ("pairs", _("Near-duplicates"), "librarian.list_pairs", counts["pairs"]),
        ("skills", _("Skills"), "librarian.list_skills", None),
        ("families", _("Families"), "librarian.list_families", None),
        ("journal", _("Journal"), "librarian.list_operations", None),
        ("file", _("Files"), "librarian.show_file", None),
    )
    return [
        {"label": label, "href": url_for(endpoint), "current": name == current, "count": count}
        for name, label, endpoint, count in rooms
    ]


def tell(operation: LibraryOperation) -> None:
    """Say what was done, with the way to undo it."""
    words = get_template_attribute("librarian/_macros.html", "done")
    undone = queries.undone_by([operation]).get(operation.undoes_id or 0)
    flash(words(labels.said(operation, language(), undone), operation.public_id), "good")
