"""Taking up again what the mail server refused for good."""

from __future__ import annotations

import sqlalchemy as sa

from portal import policies
from portal.core import audit, outbox
from portal.core.errors import Forbidden
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.mail.outbox import KIND
from portal.organization.models import Person


def retry_mails(actor: Person, item_id: int | None = None) -> int:
    """Have one mail that was given up tried again at once, or all of them; returns how many will be.

    One that left meanwhile is let be. Raises `Forbidden`.
    """
    if not policies.mail_oversee(actor):
        raise Forbidden
    with transaction() as session:
        parked = sa.select(OutboxItem.id).where(OutboxItem.kind == KIND, OutboxItem.parked_at.is_not(None))
        if item_id is not None:
            parked = parked.where(OutboxItem.id == item_id)
        taken_up = [outbox.retry(one) for one in session.scalars(parked.order_by(OutboxItem.id)).all()]
        for item in taken_up:
            if item is not None:
                audit.record(actor, item, "retry")
        return sum(item is not None for item in taken_up)
