"""Handing over the mails about what was found: at once, or those of the day and of the week that are due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.core import clock
from portal.core.transaction import transaction
from portal.discovery.saved import notifications
from portal.discovery.saved.models import Alert, Find, SavedSearch
from portal.extensions import db

# Mails of the day and of the week leave after this hour; those of the week on Mondays.
HOUR = time(7)
BATCH = 100


def tell_at_once(session: Session, search: SavedSearch) -> None:
    """Hand over what may be shown, if its owner wishes to hear of it at once, inside the present transaction."""
    if search.alert is Alert.AT_ONCE:
        _hand_over(session, search)


def _hand_over(session: Session, search: SavedSearch) -> None:
    """Queue the mail about what was found and not told yet, inside the present transaction. None when there is nothing.

    What another search has already told the same person is not told again.
    """
    untold = session.scalars(
        sa.select(Find)
        .where(Find.saved_search_id == search.id, Find.told_at.is_(None), Find.is_shown())
        .order_by(Find.id)
    ).all()
    told = session.execute(
        sa.select(Find.kind, Find.row_id)
        .join(SavedSearch, SavedSearch.id == Find.saved_search_id)
        .where(SavedSearch.person_id == search.person_id, Find.told_at.is_not(None), _same_things(untold))
    )
    known = {(kind, row_id) for kind, row_id in told}
    news = [find for find in untold if (find.kind, find.row_id) not in known]
    for find in untold:
        find.told_at = clock.now()
    if news:
        notifications.queue(search, news)


def _same_things(finds: Iterable[Find]) -> sa.ColumnElement[bool]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for find in finds:
        by_kind[find.kind].append(find.row_id)
    return sa.or_(sa.false(), *(sa.and_(Find.kind == kind, Find.row_id.in_(ids)) for kind, ids in by_kind.items()))


def send_due() -> int:
    """Hand over the mails of the day, and those of the week, that are due. Returns how many searches were told of."""
    told = 0
    for alert in (Alert.DAILY, Alert.WEEKLY):
        before = last_slot(alert)
        last = 0
        while ids := db.session.scalars(_due(alert, before).where(SavedSearch.id > last).limit(BATCH)).all():
            last = ids[-1]
            told += sum(_tell(search_id) for search_id in ids)
    return told


def _due(alert: Alert, before: datetime) -> sa.Select[int]:
    waits = sa.select(Find.id).where(
        Find.saved_search_id == SavedSearch.id, Find.told_at.is_(None), Find.found_at <= before, Find.is_shown()
    )
    return (
        sa.select(SavedSearch.id)
        .where(SavedSearch.alert == alert, SavedSearch.deleted_at.is_(None), waits.exists())
        .order_by(SavedSearch.id)
    )


def _tell(search_id: int) -> bool:
    with transaction() as session:
        select = sa.select(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.deleted_at.is_(None))
        search = session.scalar(select.options(joinedload(SavedSearch.person)).with_for_update(of=SavedSearch))
        if search is None or search.alert not in (Alert.DAILY, Alert.WEEKLY):
            return False
        _hand_over(session, search)
        return True


def last_slot(alert: Alert) -> datetime:
    """The last instant at which mails of a rhythm were due: seven in the morning, on Mondays for those of the week."""
    local = clock.now().astimezone(clock.ZONE)
    day = local.date() if local.time() >= HOUR else local.date() - timedelta(days=1)
    if alert is Alert.WEEKLY:
        day = clock.week_of(day)
    return datetime.combine(day, HOUR, clock.ZONE)
