"""On the page of a mission: handing it over, for its owner and human resources, and who is asked."""

from __future__ import annotations

from typing import Any

from portal import policies
from portal.missions.extensions import mission_panels
from portal.missions.sheet import MissionSheet
from portal.missions.transferring.rules import TRANSFERABLE_STATES
from portal.organization.models import Person


def transfer_panel(actor: Person, mission: MissionSheet) -> dict[str, Any] | None:
    """Who is asked until when, or the way to ask someone."""
    may_ask = policies.mission_transfer(actor, mission)
    if mission.state not in TRANSFERABLE_STATES or not (may_ask or policies.mission_own(actor, mission)):
        return None
    if mission.asked is None and not may_ask:
        return None
    return {
        "template": "transfers/_panel.html",
        "context": {"mission": mission, "asked": mission.asked, "owns": actor.id == mission.owner_id},
        "place": "aside",
    }


mission_panels.append(transfer_panel)
