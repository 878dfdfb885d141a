"""What only the clock asks of relief notes."""

from __future__ import annotations

from contextlib import suppress

from portal.allocations.relieving import queries, services
from portal.core.errors import Conflict
from portal.core.worker import chore


@chore
def recall_checks() -> None:
    """What is to be checked at mid-mission is recalled then."""
    for note in queries.notes_to_recall():
        with suppress(Conflict):  # it is written otherwise at this very moment
            services.recall_check(note)
