"""Missions that ended without anyone, for human resources."""

from __future__ import annotations

from flask import Blueprint, Response, request

from portal.accounts.models import Role
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.missions.unfilled.models import Cause
from portal.missions.unfilled.queries import MOST, count_causes, first_day, list_ended, table
from portal.web.access import audience
from portal.web.csv import csv_response
from portal.web.htmx import render

bp = Blueprint("unfilled", __name__)


@bp.get("/unfilled-missions")
@audience(Role.HR)
def list_unfilled() -> Response:
    """How often each cause was given in the year, and the missions behind."""
    cause = _cause()
    return render(
        "missions/unfilled.html",
        counts=count_causes(),
        missions=list_ended(cause, language()),
        cause=cause,
        since=first_day(),
        most=MOST,
    )


@bp.get("/unfilled-missions.csv")
@audience(Role.HR)
def export_unfilled() -> Response:
    """The same for a spreadsheet."""
    name = _("missions-without-anyone")
    return csv_response(f"{name}-{clock.today().isoformat()}.csv", table(list_ended(_cause(), language())), language())


def _cause() -> Cause | None:
    asked = request.args.get("cause", "")
    return Cause(asked) if asked in set(Cause) else None
