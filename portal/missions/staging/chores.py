"""What only the clock asks of missions offered inside first."""

from __future__ import annotations

from contextlib import suppress

from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.staging import queries, services


@chore
def open_on_their_day() -> None:
    """A mission opens to the panel on the day that was said."""
    for key in queries.boxes_over():
        with suppress(Conflict):  # someone opens it at this very moment
            services.open_on_day(db.session.get_one(Mission, key))
