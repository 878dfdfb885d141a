"""Reading how fresh missions are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from portal.core import clock
from portal.extensions import db
from portal.missions.expiring.models import Freshness
from portal.missions.expiring.rules import WARNINGS
from portal.missions.models import Mission, MissionState, Seat
from portal.missions.pausing.queries import paused_time
from portal.missions.sheet import AnyMission


def current_day(mission: AnyMission, current_on: date | None) -> date:
    """The day from which it grows old: it was said to be current, or published."""
    published_on = clock.local_day(mission.published_at) if mission.published_at is not None else clock.today()
    return max(current_on or published_on, published_on)


def paused_days(mission: AnyMission, since: date) -> int:
    """How many whole days it was put aside since a day."""
    return paused_time(mission.id, clock.start_of(since)).days


def aging_ids() -> Sequence[int]:
    """The ids of the published missions that nobody holds a place of and that may be old enough for a warning."""
    long_ago = clock.now() - timedelta(days=WARNINGS[0])
    held = sa.exists().where(Seat.mission_id == Mission.id, Seat.taken > 0)
    recent = sa.exists().where(Freshness.mission_id == Mission.id, Freshness.current_on > clock.local_day(long_ago))
    return db.session.scalars(
        sa.select(Mission.id)
        .where(Mission.state == MissionState.PUBLISHED, Mission.published_at <= long_ago, ~held, ~recent)
        .order_by(Mission.id)
    ).all()
