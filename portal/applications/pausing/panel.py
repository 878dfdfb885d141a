"""On the page of an application: that its mission is put aside, why, and until when."""

from __future__ import annotations

from typing import Any

from portal.applications.extensions import application_panels
from portal.applications.models import ENDED_STATES, SEATED_STATES, Application
from portal.applications.pausing.rules import is_paused
from portal.missions.pausing.queries import read_reason
from portal.organization.models import Person


def pause_panel(reader: Person, application: Application) -> dict[str, Any] | None:
    """For the talent and for those who choose, as long as the application lives."""
    if not is_paused(application.mission) or application.state in ENDED_STATES:
        return None
    context = {
        "until": application.mission.paused_until,
        "reason": read_reason(application.mission_id),
        "is_seated": application.state in SEATED_STATES,
        "is_mine": reader.id == application.person_id,
    }
    return {"template": "applications/_paused.html", "context": context, "place": "main"}


application_panels.append(pause_panel)
