"""What only the calendar changes in the search index: the months in which someone is free.

A document tells the months to come, as it saw them when it was written. Every month the whole index is built again, so
that a month more is told; every day, those whose last free day of the present month went by are indexed again.
"""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from portal.core import clock, outbox
from portal.core.months import first_day, month_of, next_month
from portal.core.outbox import OutboxItem
from portal.core.reindex import KIND, TALENT
from portal.core.transaction import transaction
from portal.core.worker import chore
from portal.discovery.index import REBUILD
from portal.talents.availability.models import Pause
from portal.talents.models import Profile

# How far back a day that went by is looked for: the worker may have been away.
LOOK_BACK = timedelta(days=7)


@chore
def follow_the_calendar() -> None:
    """Ask for what this month, and this day, have changed. It may run twice at once: the second run is refused."""
    today = clock.today()
    with transaction() as session:
        asked = set(session.scalars(sa.select(OutboxItem.key).where(OutboxItem.key.in_(_keys(today)))))
        month_key, day_key = _keys(today)
        if month_key not in asked:
            outbox.enqueue(KIND, month_key, {"kind": REBUILD})
        elif day_key not in asked and (people := sorted(set(session.scalars(_gone_by(today))))):
            outbox.enqueue(KIND, day_key, {"kind": TALENT, "ids": people})


def _keys(today: date) -> tuple[str, str]:
    return f"{KIND}:month:{month_of(today)}", f"{KIND}:day:{today}"


def _gone_by(today: date) -> sa.Select[int]:
    """Those who may have no free day left this month since a few days: what they said ended, or a pause began that goes
    on until the next month. Whether it may be told is asked where it is indexed."""
    month = first_day(month_of(today))
    since = max(month, today - LOOK_BACK)
    ended = sa.select(Profile.person_id).where(Profile.available_until >= since, Profile.available_until < today)
    away = sa.select(Pause.person_id).where(
        Pause.starts_on.between(since, today), Pause.ends_on >= next_month(month) - timedelta(days=1)
    )
    return ended.union(away)  # type: ignore[return-value]
