"""On the page of a mission: the way to say that it is not right, and what others said of it."""

from __future__ import annotations

from typing import Any

from portal import policies
from portal.missions.extensions import mission_panels
from portal.missions.models import MissionState
from portal.missions.reporting.forms import DismissForm, ReportForm
from portal.missions.reporting.queries import waiting_of
from portal.missions.sheet import MissionSheet
from portal.organization.models import Person


def reports_panel(actor: Person, mission: MissionSheet) -> dict[str, Any] | None:
    """What was said of it, for those who own it and for human resources, who read by whom."""
    decides = policies.mission_answer_reports(actor, mission)
    if mission.published_at is None or not (decides or policies.mission_own(actor, mission)):
        return None
    if not mission.is_reported:
        return None
    reports = waiting_of(mission.id, named=decides)
    context = {
        "mission": mission,
        "reports": reports,
        "decides": decides,
        "may_send_back": decides and mission.state is MissionState.PUBLISHED,
        "dismiss": DismissForm.fresh("dismiss_reports", version=str(mission.version)),
    }
    return {"template": "missions/_reports.html", "context": context, "place": "main"}


def report_panel(actor: Person, mission: MissionSheet) -> dict[str, Any] | None:
    """The form, for whoever reads it while it is open; or that they said so already."""
    if mission.state is not MissionState.PUBLISHED or not policies.mission_report(actor, mission):
        return None
    context = {
        "mission": mission,
        "reported_at": mission.reported_at,
        "form": ReportForm.fresh("report"),
    }
    return {"template": "missions/_report.html", "context": context, "place": "aside"}


mission_panels.extend((reports_panel, report_panel))
