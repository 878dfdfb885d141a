"""Reading relief notes."""

from __future__ import annotations

import sqlalchemy as sa

from portal.allocations.models import GIVING_STATES, Authorization
from portal.allocations.relieving.models import Relief, ReliefNote
from portal.core import clock
from portal.core.prepared import Prepared
from portal.extensions import db

_NOTE = Prepared(
    sa.select(ReliefNote.paused, ReliefNote.shared, ReliefNote.replaced, ReliefNote.checked).where(
        ReliefNote.authorization_id == sa.bindparam("authorization_id")
    ),
    Relief,
)


def relief_of(authorization_id: int) -> Relief:
    """What the note of an authorization says; nothing when there is none."""
    found: Relief | None = _NOTE.row(authorization_id=authorization_id)
    return found if found is not None else Relief()


def notes_to_recall() -> list[ReliefNote]:
    """Those of time that is being given, which ask for something to be checked, and of which nobody was told yet."""
    return list(
        db.session.scalars(
            sa.select(ReliefNote)
            .join(ReliefNote.authorization)
            .where(
                ReliefNote.told_on.is_(None),
                ReliefNote.checked != "",
                Authorization.state.in_(GIVING_STATES),
                Authorization.first_week <= clock.this_week(),
            )
            .order_by(ReliefNote.authorization_id)
        )
    )
