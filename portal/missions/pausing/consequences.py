"""What becomes of a pause when its mission ends. Runs inside the caller's transaction."""

from __future__ import annotations

from portal.missions.models import Mission
from portal.missions.pausing.services import end_pause
from portal.missions.workflow import mission_cancelled
from portal.organization.models import Person


@mission_cancelled.then
def end_its_pause(actor: Person, mission: Mission) -> None:
    """Nothing is put aside any more."""
    if mission.paused_from is not None:
        end_pause(mission)
