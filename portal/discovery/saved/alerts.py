"""Comparing what changed with the searches that people keep.

The indexer says which missions and people it has just read again; what it says waits in the outbox, so that nothing is
lost when the worker stops, and many changes are compared together. A find is written once for each search and thing:
comparing twice changes nothing. That a person was found waits until the index, asked again, has nothing left to hide:
see `doubts`.

What someone may find also changes without a mission or a person changing. Then their searches are put to the whole
index, so that what is new is told once and nobody is flooded:

- someone's access changed (a role, an account opened again, an external who became an employee): everything that their
  searches find now, that they did not find when it was last noted and were never told of, is new to them;
- the index was built again (another vocabulary, a machine restored, a month more): only what was published, or who
  arrived, since the search was saved or changed. What is older and answers only now is noted, and no news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import outbox
from portal.core.chunks import chunks
from portal.core.outbox import OutboxItem, handler
from portal.core.reindex import MISSION, TALENT
from portal.core.submission import new_key
from portal.core.transaction import transaction
from portal.discovery.documents import Thing
from portal.discovery.index import documents_changed, index_rebuilt
from portal.discovery.saved import newness
from portal.discovery.saved.doubts import settle
from portal.discovery.saved.matching import Watched, answered
from portal.discovery.saved.models import Find, SavedSearch
from portal.discovery.saved.queries import watched
from portal.discovery.saved.telling import tell_at_once
from portal.extensions import db
from portal.organization.models import Person

KIND = "alerts"


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
    searches = [Watched.of(search) for search in db.session.scalars(watched())]
    found = _answering_changes(searches, sorted(things))
    for search_id, answers in answered([search for search in searches if search.owner_id in readers]).items():
        found[search_id] |= answers
    compared = {search.id: search for search in searches}
    for search_id, answers in sorted(found.items()):
        _write_finds(compared[search_id], answers)
    if any("everyone" in change for change in changed):
        for search_id, answers in sorted(answered(searches).items()):
            _write_finds(compared[search_id], answers, lately=True)
    settle()


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


def _write_finds(compared: Watched, things: Collection[Thing], *, lately: bool = False) -> None:
    """Note what is new for one search, as its owner may read it at this moment: once for good.

    With `lately` only what was published, or who arrived, since it is watched: the rest is known from now on.
    """
    with transaction() as session:
        search = session.scalar(watched().where(SavedSearch.id == compared.id).with_for_update(of=SavedSearch))
        if search is None:
            return
        earlier = {(find.kind, find.row_id): find for find in session.scalars(_finds_of(search.id))}
        known = newness.read(search.known)
        answers = _as_it_stands(search, compared, things)
        for thing in answers & set(earlier):
            # Who reads nothing of it now goes on reading nothing: whether it still answers is to be settled.
            earlier[thing].is_in_doubt |= not earlier[thing].is_listed and thing[0] == TALENT
            earlier[thing].is_listed = True
        fresh = answers - set(earlier) - known
        since = search.watched_at if lately or not search.is_known_in_full else None
        news = newness.worth_telling(search.person, fresh, since=since)
        session.add_all(
            Find(saved_search_id=search.id, kind=kind, row_id=row_id, is_in_doubt=kind == TALENT)
            for kind, row_id in sorted(news)
        )
        session.flush()
        if lately and search.is_known_in_full:
            _know(session, search, known | newness.worth_telling(search.person, fresh - news))
        tell_at_once(session, search)


def _as_it_stands(search: SavedSearch, compared: Watched, things: Collection[Thing]) -> set[Thing]:
    """Those of the answers that it still gives: its owner may have changed it, or read something else, since."""
    now = Watched.of(search)
    if now == compared:
        return set(things)
    return set().union(*(answered([now], some).get(now.id, set()) for some in chunks(sorted(things))))


def _finds_of(search_id: int) -> sa.Select[Any]:
    return sa.select(Find).where(Find.saved_search_id == search_id)


def _know(session: Session, search: SavedSearch, known: set[Thing]) -> None:
    """Beside the version: a form about the search that is open elsewhere is not stale for that."""
    session.execute(
        sa.update(SavedSearch).where(SavedSearch.id == search.id).values(known=newness.written(known)),
        execution_options={"synchronize_session": False},
    )
