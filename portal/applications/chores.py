"""What only the clock asks of applications."""

from __future__ import annotations

from contextlib import suppress

from portal.applications import queries, services
from portal.applications.models import Application
from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db


@chore
def lapse_late_offers() -> None:
    """An offer ends after the day promised for its answer: the place can then be offered to someone else."""
    for key in queries.late_offers():
        with suppress(Conflict):  # someone answers at this very moment
            services.lapse_offer(db.session.get_one(Application, key))
