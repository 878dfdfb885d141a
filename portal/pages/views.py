"""Home and health."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, Response

from portal.allocations.time_plans import weeks_to_fill
from portal.extensions import db
from portal.pages import home
from portal.waiting import waiting_for
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render

bp = Blueprint("pages", __name__)


@bp.get("/")
@audience(Entry.TALENTS)
def show_home() -> Response:
    """What waits for me and what comes next."""
    person = actor()
    return render(
        "pages/home.html",
        greeting=home.greeting(person),
        turns=home.turns(person, waiting_for(person), weeks_to_fill(person)),
        places=home.places(person),
        cards=home.suggestions(person),
    )


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
