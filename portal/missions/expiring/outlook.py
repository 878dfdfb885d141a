"""What the page of a mission says of its age, and of what may be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal import policies
from portal.core import clock
from portal.missions.expiring.queries import current_day, paused_days
from portal.missions.expiring.rules import WARNINGS, last_day, may_reopen
from portal.missions.models import MissionState
from portal.missions.sheet import MissionSheet
from portal.organization.models import Person


@dataclass(frozen=True)
class Outlook:
    """`current_on`: the day its owners said that it is current, None if they never did. `expires_on`: the day it
    expires, said to those who own it once it is near. `may_reopen`: whether it may be opened again as it is."""

    current_on: date | None
    expires_on: date | None
    may_reopen: bool


def outlook_of(mission: MissionSheet, reader: Person) -> Outlook:
    """How fresh a mission is, for this reader. The pauses are read for a mission that grows old, and nothing else."""
    age, today = mission.age, clock.today()
    expires_on = None
    if mission.state is MissionState.PUBLISHED and policies.mission_own(reader, mission):
        since = current_day(mission, age.current_on)
        if (today - since).days >= WARNINGS[0] and all(seat.free == seat.places for seat in mission.seats):
            paused = paused_days(mission, since)
            if (today - since).days - paused >= WARNINGS[0]:
                expires_on = last_day(since, paused, age.warned, age.warned_on, today)
    open_again = mission.state is MissionState.EXPIRED and may_reopen(age.expired_on, today)
    return Outlook(age.current_on, expires_on, open_again)
