"""What only the clock asks of missions that change hands."""

from __future__ import annotations

from contextlib import suppress

from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db
from portal.missions.transferring.models import MissionTransfer
from portal.missions.transferring.queries import over_by_now
from portal.missions.transferring.services import lapse_by_time


@chore
def end_questions() -> None:
    """A question to take a mission over waits for the days that were said, and no longer."""
    for key in over_by_now():
        with suppress(Conflict):  # someone answers at this very moment
            lapse_by_time(db.session.get_one(MissionTransfer, key))
