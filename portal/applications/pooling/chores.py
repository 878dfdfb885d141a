"""What only the clock asks of pools."""

from __future__ import annotations

from contextlib import suppress

from portal.applications.pooling.models import PoolMember
from portal.applications.pooling.queries import ended_by_now
from portal.applications.pooling.services import end_by_time
from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db


@chore
def end_consents() -> None:
    """A consent holds for the time that was stated, and no longer."""
    for key in ended_by_now():
        with suppress(Conflict):
            end_by_time(db.session.get_one(PoolMember, key))
