"""What was looked for in vain, for human resources."""

from __future__ import annotations

from flask import Blueprint, Response, request

from portal import policies
from portal.accounts.models import Role
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.discovery.unmet.queries import LEAST, SHOWN, WEEKS, Period, needs_of, table
from portal.web.access import actor, audience
from portal.web.csv import csv_response
from portal.web.htmx import render

bp = Blueprint("unmet", __name__)

PERIODS = (4, WEEKS, 52)


@bp.get("/unmet-needs")
@audience(Role.HR)
def list_unmet() -> Response:
    """The words, how often and in which weeks, and what can be done about them."""
    period = _period()
    needs, total = needs_of(period, most=SHOWN)
    return render(
        "unmet/list.html",
        needs=needs,
        total=total,
        period=period,
        periods=PERIODS,
        least=LEAST,
        shown=SHOWN,
        may_propose=policies.mission_write(actor()),
    )


@bp.get("/unmet-needs.csv")
@audience(Role.HR)
def export_unmet() -> Response:
    """The same for a spreadsheet."""
    period = _period()
    name = _("looked-for-in-vain")
    return csv_response(f"{name}-{clock.today().isoformat()}.csv", table(needs_of(period)[0], period), language())


def _period() -> Period:
    asked = request.args.get("weeks", WEEKS, type=int)
    return Period.lasting(asked if asked in PERIODS else WEEKS)
