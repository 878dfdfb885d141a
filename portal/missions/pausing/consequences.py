"""What becomes of a pause when its mission ends. Runs inside the caller's transaction."""

from __future__ import annotations

from portal.missions.models import Mission
from portal.missions.pausing.services import end_pause
from portal.missions.workflow import mission_cancelled, mission_unfilled
from portal.organization.models import Person


@mission_cancelled.then
@mission_unfilled.then
def end_its_pause(actor: Person, mission: Mission, text: str = "") -> None:
    """Nothing is put aside any more."""
    if mission.paused_from is not None:
        end_pause(mission)
