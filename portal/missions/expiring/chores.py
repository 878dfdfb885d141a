"""What only the clock asks of missions that nobody takes."""

from __future__ import annotations

from contextlib import suppress

from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db
from portal.missions.expiring import queries, services
from portal.missions.models import Mission


@chore
def attend_to_aging_missions() -> None:
    """Each is warned about at 60 and 80 days without anyone, and expires at 90."""
    for key in queries.aging_ids():
        with suppress(Conflict):  # someone acts on it at this very moment
            services.attend(db.session.get_one(Mission, key))
