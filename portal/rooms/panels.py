"""The way to a room, from the page of its mission and from that of one's application."""

from __future__ import annotations

from portal import policies
from portal.applications.extensions import application_panels
from portal.applications.models import Application
from portal.core.panels import Panel
from portal.missions.extensions import mission_panels
from portal.missions.models import MissionState
from portal.missions.sheet import MissionSheet
from portal.organization.models import Person
from portal.rooms.closing import lacks_of
from portal.rooms.queries import ON_IT, may_enter

_STARTED = (MissionState.IN_PROGRESS, MissionState.PAUSED, MissionState.COMPLETED, MissionState.CLOSED)


def link_mission(reader: Person, mission: MissionSheet) -> Panel | None:
    """For everyone who may enter, once the work has begun."""
    if mission.state not in _STARTED:
        return None
    # For those who own it, what completing it lacks tells as well whether there is a room.
    owns = policies.mission_own(reader, mission)
    if not (lacks_of(mission.id) is not None if owns else may_enter(reader, mission.id)):
        return None
    context = {"mission": mission.public_id}
    return {"template": "rooms/_panel.html", "place": "main", "context": context}


def link_application(reader: Person, application: Application) -> Panel | None:
    """For whoever holds the place."""
    mission = application.mission
    if reader.id != application.person_id or application.state not in ON_IT or mission.state not in _STARTED:
        return None
    if not may_enter(reader, application.mission_id):
        return None
    return {"template": "rooms/_panel.html", "place": "aside", "context": {"mission": mission.public_id}}


if link_mission not in mission_panels:
    mission_panels.append(link_mission)
if link_application not in application_panels:
    application_panels.append(link_application)
