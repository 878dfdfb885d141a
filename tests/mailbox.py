"""The mails that were written, whether or not they left."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.core.outbox import OutboxItem
from portal.extensions import db


def mails_written() -> list[dict[str, Any]]:
    """All of them, the first first. Inside an application context."""
    rows = sa.select(OutboxItem.payload).where(OutboxItem.kind == "mail").order_by(OutboxItem.id)
    return list(db.session.scalars(rows))
