"""What the list of missions counts, and is read again after a write to any of it: see `portal.core.edition`."""

from __future__ import annotations

from portal.core.edition import watch
from portal.missions.models import Mission, Seat, SeatSkill
from portal.organization.models import Unit
from portal.pilots.models import Pilot

NAME = "missions"

watch(NAME, (Mission, Seat, SeatSkill, Unit, Pilot))
