"""Comparing what changed with the searches that people keep, and handing over the mails that are due.

The indexer says which missions and people it has just read again; what it says waits in the outbox, so that nothing is
lost when the worker stops, and many changes are compared together. A find is written once for each search and thing:
comparing twice changes nothing.

What someone may find also changes without a mission or a person changing. Then their searches are put to the whole
index, so that what is new is told once and nobody is flooded:

- someone's access changed (a role, an account opened again, an external who became an employee): everything that their
  searches find now, that they did not find when it was last noted and were never told of, is new to them;
- the index was built again (another vocabulary, a machine restored, a month more): only what was published, or who
  arrived, since the search was saved or changed. What is older and answers only now is noted, and no news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.core import clock, outbox
from portal.core.chunks import chunks
from portal.core.outbox import OutboxItem, handler
from portal.core.submission import new_key
from portal.core.transaction import transaction
from portal.discovery.documents import MISSION, TALENT, Thing
from portal.discovery.index import documents_changed, index_rebuilt
from portal.discovery.saved import newness, notifications
from portal.discovery.saved.doubts import settle
from portal.discovery.saved.matching import Watched, answered
from portal.discovery.saved.models import Alert, Find, SavedSearch
from portal.discovery.saved.queries import watched
from portal.extensions import db
from portal.organization.models import Person

KIND = "alerts"
# Mails of the day and of the week leave after this hour; those of the week on Mondays.
HOUR = time(7)
BATCH = 100


@documents_changed.then
def note_changes(missions: Collection[int], people: Collection[int]) -> None:
    """Have these compared with the searches that people keep."""
    with transaction():
        changed = {"missions": sorted(missions), "people": sorted(people)}
        outbox.enqueue(KIND, f"{KIND}:{new_key()}", changed)


def note_access(person: Person) -> None:
    """Have all that someone may find from now on compared with their searches, inside the present transaction."""
    outbox.enqueue(KIND, f"{KIND}:{new_key()}", {"person": person.id})


@index_rebuilt.then
def note_rebuilding() -> None:
    """Have the whole index compared with the searches that people keep, if there are any."""
    if db.session.scalar(watched().with_only_columns(SavedSearch.id).limit(1)) is not None:
        with transaction():
            outbox.enqueue(KIND, f"{KIND}:{new_key()}", {"everyone": True})


@handler(KIND, batch=True)
def find_news(items: list[OutboxItem]) -> None:
    """Write what is new for someone's search, and the mails that are wanted at once."""
    changed = [dict(item.payload) for item in items]
    things = {(MISSION, row_id) for change in changed for row_id in change.get("missions", ())}
    things |= {(TALENT, row_id) for change in changed for row_id in change.get("people", ())}
    readers = {change["person"] for change in changed if "person" in change}
    _wait_for_saving()
    settle()
    searches = [Watched.of(search) for search in db.session.scalars(watched())]
    found = _answering_changes(searches, sorted(things))
    for search_id, answers in answered([search for search in searches if search.owner_id in readers]).items():
        found[search_id] |= answers
    for search_id, answers in sorted(found.items()):
        _write_finds(search_id, answers)
    if any("everyone" in change for change in changed):
        for search_id, answers in sorted(answered(searches).items()):
            _write_finds(search_id, answers, lately=True)


def _answering_changes(searches: Sequence[Watched], changed: Sequence[Thing]) -> dict[int, set[Thing]]:
    """Those of the missions and people that changed which each search finds."""
    found: dict[int, set[Thing]] = defaultdict(set)
    for some in chunks(changed) if searches else ():
        for search_id, answers in answered(searches, some).items():
            found[search_id] |= answers
    return found


def _wait_for_saving() -> None:
    """Let searches that are being saved be written first: they noted what they knew before these changes.

    On SQLite one transaction writes at a time, and this worker has just written.
    """
    if db.engine.dialect.name == "postgresql":
        with transaction() as session:
            session.execute(sa.text("LOCK TABLE saved_search IN SHARE MODE"))


def _write_finds(search_id: int, things: Iterable[Thing], *, lately: bool = False) -> None:
    """Note what is new for one search, as its owner may read it at this moment: once for good.

    With `lately` only what was published, or who arrived, since it is watched: the rest is known from now on.
    """
    with transaction() as session:
        search = session.scalar(watched().where(SavedSearch.id == search_id).with_for_update(of=SavedSearch))
        if search is None:
            return
        earlier = {(find.kind, find.row_id): find for find in session.scalars(_finds_of(search_id))}
        known = newness.read(search.known)
        fresh = set(things) - set(earlier) - known
        for thing in set(things) & set(earlier):
            earlier[thing].is_listed = True
        since = search.watched_at if lately or not search.is_known_in_full else None
        news = newness.worth_telling(search.person, fresh, since=since)
        session.add_all(Find(saved_search_id=search_id, kind=kind, row_id=row_id) for kind, row_id in sorted(news))
        session.flush()
        if lately and search.is_known_in_full:
            _know(session, search, known | newness.worth_telling(search.person, fresh - news))
        if search.alert is Alert.AT_ONCE:
            hand_over(session, search)


def _finds_of(search_id: int) -> sa.Select[Any]:
    return sa.select(Find).where(Find.saved_search_id == search_id)


def _know(session: Session, search: SavedSearch, known: set[Thing]) -> None:
    """Beside the version: a form about the search that is open elsewhere is not stale for that."""
    session.execute(
        sa.update(SavedSearch).where(SavedSearch.id == search.id).values(known=newness.written(known)),
        execution_options={"synchronize_session": False},
    )


def hand_over(session: Session, search: SavedSearch) -> None:
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
        hand_over(session, search)
        return True


def last_slot(alert: Alert) -> datetime:
    """The last instant at which mails of a rhythm were due: seven in the morning, on Mondays for those of the week."""
    local = clock.now().astimezone(clock.ZONE)
    day = local.date() if local.time() >= HOUR else local.date() - timedelta(days=1)
    if alert is Alert.WEEKLY:
        day = clock.week_of(day)
    return datetime.combine(day, HOUR, clock.ZONE)
