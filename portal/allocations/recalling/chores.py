"""What only the clock asks of granted time."""

from __future__ import annotations

from contextlib import suppress

from portal.allocations.recalling import queries, services
from portal.allocations.recalling.models import Recall
from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db


@chore
def follow_weeks() -> None:
    """Suspensions begin and end, revocations take effect, with the week that was said."""
    for key in queries.due_by_now():
        with suppress(Conflict):  # someone gives it again at this very moment
            services.follow_weeks(db.session.get_one(Recall, key))
