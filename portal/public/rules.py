"""Which missions may be read without signing in. `queries.shown` is the same rule in SQL."""

from __future__ import annotations

from portal.missions.models import Audience, Stage
from portal.missions.rules import is_taking
from portal.missions.sheet import AnyMission


def is_for_everyone(mission: AnyMission) -> bool:
    """Whether it is open to every external and takes applications today, with a place that one of them may take."""
    if mission.stage is not Stage.OPEN or not is_taking(mission):
        return False
    return any(seat.free and seat.audience is not Audience.EMPLOYEES for seat in mission.seats)
