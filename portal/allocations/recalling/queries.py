"""Reading what was taken back of granted time."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from portal.allocations.models import Authorization
from portal.allocations.recalling.models import LIVE_STATES, Recall, RecallState
from portal.core import clock
from portal.extensions import db


def live_of(authorization: Authorization) -> Recall | None:
    """What is taken back of it at present, or will be; held until the commit."""
    return db.session.scalar(
        sa.select(Recall)
        .where(Recall.authorization_id == authorization.id, Recall.state.in_(LIVE_STATES))
        .with_for_update(of=Recall)
        .execution_options(populate_existing=True)
    )


def due_by_now() -> Sequence[int]:
    """The ids of those whose first week has come, or whose last one is past."""
    week = clock.this_week()
    begins = sa.and_(Recall.state == RecallState.PLANNED, Recall.first_week <= week)
    ends = sa.and_(Recall.state == RecallState.RUNNING, Recall.last_week < week)
    return db.session.scalars(sa.select(Recall.id).where(sa.or_(begins, ends)).order_by(Recall.id)).all()
