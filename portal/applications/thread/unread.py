"""What someone has not read of the conversations: what they were told of them, and have not opened since."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.applications.models import Application
from portal.notices.models import Notice

TO_TALENT, TO_OWNERS = "thread/written", "thread/written_owner"


def untold(me: Any, event: str) -> sa.Select[Any]:
    """The ids of the applications whose conversation holds something new for this person, on this side of it.

    With an id for each message. `me` is the id of the person, or stands for it.
    """
    return sa.select(Notice.matter_id).where(
        Notice.person_id == me,
        Notice.read_at.is_(None),
        Notice.event == event,
        Notice.matter == Application.__tablename__,
    )


def has_new(me: Any, event: str) -> sa.ColumnElement[bool]:
    """The condition on `Application` that its conversation holds something new for this person."""
    return Application.id.in_(untold(me, event))
