"""What only the clock asks once a mission is staffed."""

from __future__ import annotations

from contextlib import suppress

from portal.applications.alternates.queries import waiting_in_vain
from portal.applications.alternates.services import close_as_filled
from portal.applications.models import Application
from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db


@chore
def tell_that_it_is_filled() -> None:
    """Owners have a week to answer the others in their own words; then everyone who still waits is told."""
    for key in waiting_in_vain():
        with suppress(Conflict):
            close_as_filled(db.session.get_one(Application, key))
