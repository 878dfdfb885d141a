"""Reporting a post, and the list of those that wait for a decision."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, url_for

from portal.accounts.models import Role
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.missions import queries
from portal.missions.models import Mission
from portal.missions.reporting import services
from portal.missions.reporting.forms import ReportForm
from portal.missions.reporting.queries import list_reported
from portal.missions.views.page import mission_page
from portal.web.access import Entry, actor, audience
from portal.web.answers import Again, Overtaken, carry_out
from portal.web.forms import Form
from portal.web.htmx import render

bp = Blueprint("reports", __name__)


@bp.get("/reported-missions")
@audience(Role.HR)
def list_reports() -> Response:
    """The posts that readers reported and nobody decided about."""
    return render("missions/reported.html", missions=list_reported(language()))


@bp.post("/missions/<public_id>/report")
@audience(Entry.TALENTS)
def report_mission(public_id: str) -> Response:
    """Say that a post is not right."""
    mission = queries.get_visible(actor(), public_id)
    form = ReportForm(prefix="report")
    return carry_out(
        form,
        lambda: services.report_mission(actor(), mission, reason=form.reason.data or "", text=form.text.data or ""),
        may=partial(services.check_may_report, actor(), mission),
        again=_again(mission, form),
        said=lambda: _("Thank you. Human resources look at it and tell you what they decide."),
        then=lambda: url_for("missions.show_mission", public_id=public_id),
    )


def _again(mission: Mission, form: Form) -> Again:
    """The form with what is wrong, on a page of its own; the mission's page when something overtook it."""

    def show(*, status: int, conflict: Overtaken | None = None) -> Response:
        if conflict is not None:
            return mission_page(mission.public_id, conflict=conflict, status=status)
        fresh = queries.get_visible(actor(), mission.public_id)
        return render("missions/report_form.html", status=status, mission=fresh, form=form)

    return show
