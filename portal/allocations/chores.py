"""What only the clock asks of requests for time."""

from __future__ import annotations

from contextlib import suppress

from portal.allocations import queries, services
from portal.allocations.models import Authorization
from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db


@chore
def pass_on_late_requests() -> None:
    """A request without an answer on the promised day goes to the next level; one that nobody holds, to who can."""
    for key in queries.stuck_requests():
        with suppress(Conflict):  # someone answers at this very moment
            services.pass_on_request(db.session.get_one(Authorization, key))
