"""What only the clock asks of delegations."""

from __future__ import annotations

from contextlib import suppress

from portal.allocations.delegating import queries, services
from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db
from portal.organization.delegations import Delegation


@chore
def follow_days() -> None:
    """Those whose last day is past end, those whose first day has come begin: in this order."""
    for key in queries.due_by_now():
        with suppress(Conflict):  # someone takes it back at this very moment
            services.follow_days(db.session.get_one(Delegation, key))
