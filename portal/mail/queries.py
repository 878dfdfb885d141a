"""Reading the mails of the outbox."""

from __future__ import annotations

import sqlalchemy as sa

from portal.core.outbox import OutboxItem
from portal.mail.outbox import KIND


def mails(recipient: str = "") -> sa.Select[OutboxItem]:
    """Every mail written, newest first; only those whose address or name holds `recipient`."""
    is_written = OutboxItem.payload["subject"].as_string().is_not(None)
    select = sa.select(OutboxItem).where(OutboxItem.kind == KIND, is_written).order_by(OutboxItem.id.desc())
    if recipient:
        found = [OutboxItem.payload[part].as_string().icontains(recipient, autoescape=True) for part in ("to", "name")]
        select = select.where(sa.or_(*found))
    return select
