"""What only the clock asks of what talents offer."""

from __future__ import annotations

from contextlib import suppress

from portal.applications.offering.models import SelfOffer
from portal.applications.offering.queries import due_by_now
from portal.applications.offering.services import warn_or_lapse
from portal.core.errors import Conflict
from portal.core.worker import chore
from portal.extensions import db


@chore
def end_self_offers() -> None:
    """What was offered long ago is not left on the list: its author says that it still holds, or it ends."""
    for key in due_by_now():
        with suppress(Conflict):  # its author answers at this very moment
            warn_or_lapse(db.session.get_one(SelfOffer, key))
