"""What only the clock asks of requests for time."""

from __future__ import annotations

from contextlib import suppress

from portal.allocations import queries, services
from portal.allocations.models import Authorization
from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db


@chore
def start_granted_time() -> None:
    """What was authorized is under way from its first week on."""
    for key in queries.to_start():
        with suppress(Conflict):  # someone takes it back at this very moment
            services.start_time(db.session.get_one(Authorization, key))


@chore
def pass_on_late_requests() -> None:
    """A request without an answer on the promised day goes to the next level; one that nobody holds, to who can."""
    for key in queries.stuck_requests():
        with suppress(Conflict):  # someone answers at this very moment
            services.pass_on_request(db.session.get_one(Authorization, key))
