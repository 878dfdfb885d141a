"""What only the clock asks of proposals."""

from __future__ import annotations

from contextlib import suppress

from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db
from portal.missions.proposing.models import MissionProposal
from portal.missions.proposing.queries import over_by_now
from portal.missions.proposing.services import lapse_by_time


@chore
def end_proposals() -> None:
    """A proposal waits for the days that were said, and no longer."""
    for key in over_by_now():
        with suppress(Conflict):  # someone answers at this very moment
            lapse_by_time(db.session.get_one(MissionProposal, key))
