"""The usual answer time of its owner, on the page of a mission that takes applications."""

from __future__ import annotations

from portal.applications.answering.queries import usual_answer
from portal.core.panels import Panel
from portal.missions.extensions import mission_panels
from portal.missions.rules import is_taking
from portal.missions.sheet import MissionSheet
from portal.organization.models import Person


def usual_answer_panel(actor: Person, mission: MissionSheet) -> Panel | None:
    """For everyone who reads the mission, its owner too; nothing when too few answers came to say so."""
    usual = usual_answer(mission.owner_id) if is_taking(mission) else None
    if usual is None:
        return None
    context = {"usual": usual, "owner": mission.owner, "mine": mission.owner_id == actor.id}
    return {"template": "answering/_usual.html", "context": context, "place": "aside"}


if usual_answer_panel not in mission_panels:
    mission_panels.append(usual_answer_panel)
