"""What makes a mission young again besides its owners saying so. Runs inside the caller's transaction."""

from __future__ import annotations

from portal.missions.expiring.services import renew
from portal.missions.models import Mission
from portal.missions.workflow import mission_published


@mission_published.then
def count_from_this_day(mission: Mission) -> None:
    """It was read again before it was published, be it for the second time."""
    renew(mission)
