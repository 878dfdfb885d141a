"""The way to a mission's calendar, and to the weeks of one's place, from their pages. No query: who may is known."""

from __future__ import annotations

from portal import policies
from portal.applications.extensions import application_panels
from portal.applications.models import SEATED_STATES, Application
from portal.core.panels import Panel
from portal.missions.extensions import mission_panels
from portal.missions.sheet import MissionSheet
from portal.organization.models import Person


def link_mission(reader: Person, mission: MissionSheet) -> Panel | None:
    """For those who own a mission that others can read."""
    if mission.published_at is None or not policies.mission_own(reader, mission):
        return None
    return {"template": "calendars/_mission_panel.html", "place": "aside", "context": {"mission": mission.public_id}}


def link_place(reader: Person, application: Application) -> Panel | None:
    """For whoever holds the place."""
    if reader.id != application.person_id or application.state not in SEATED_STATES:
        return None
    context = {"application": application.public_id, "mission": application.mission.public_id}
    return {"template": "calendars/_place_panel.html", "place": "aside", "context": context}


mission_panels.append(link_mission)
application_panels.append(link_place)
