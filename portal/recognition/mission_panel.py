"""What a recognition adds to the page of a completed mission: the way to the attestations it still owes."""

from __future__ import annotations

from portal import policies
from portal.core.panels import Panel
from portal.missions.extensions import mission_panels
from portal.missions.models import MissionState
from portal.missions.sheet import AnyMission
from portal.organization.models import Person
from portal.recognition import queries


def attestations_panel(actor: Person, mission: AnyMission) -> Panel | None:
    """How many people of this mission wait for the attestation of those who own it; None when nobody does."""
    if mission.state not in (MissionState.COMPLETED, MissionState.CLOSED) or not policies.mission_own(actor, mission):
        return None
    due = queries.count_to_attest(actor, mission.id)
    return {"template": "recognition/_mission_panel.html", "context": {"due": due}} if due else None


mission_panels.append(attestations_panel)
