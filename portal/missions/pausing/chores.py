"""What only the clock asks of pauses of missions."""

from __future__ import annotations

from contextlib import suppress

from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.pausing import queries, services


@chore
def resume_on_their_day() -> None:
    """A mission goes on from the day that was announced to those who wait for it."""
    for key in queries.pauses_over():
        with suppress(Conflict):  # someone takes it up at this very moment
            services.resume_on_day(db.session.get_one(Mission, key))
