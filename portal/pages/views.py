"""Home and health."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, Response

from portal.core.i18n import language
from portal.core.panels import by_place, home_panels
from portal.extensions import db
from portal.missions import wording
from portal.pages.home.page import build_home
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render

bp = Blueprint("pages", __name__)


@bp.get("/")
@audience(Entry.TALENTS)
def show_home() -> Response:
    """What waits for me, what moved, what suits me and what comes next."""
    person = actor()
    panels = by_place(build(person) for build in home_panels)
    return render("pages/home.html", home=build_home(person, language()), panels=panels, say=wording)


@bp.get("/health/live")
@audience(Entry.PUBLIC)
def show_liveness() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@bp.get("/health/ready")
@audience(Entry.PUBLIC)
def show_readiness() -> dict[str, str]:
    """The database answers."""
    db.session.execute(sa.text("SELECT 1"))
    return {"status": "ok"}
