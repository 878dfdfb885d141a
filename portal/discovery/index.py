"""Keeping the search index: what changed comes from the outbox; what is broken is built again.

One indexer at a time, on a machine or on all those that share the database: it reads the rows after it holds the lock,
so that an older state of a row can never be written over a newer one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Session

from portal.core import clock, outbox
from portal.core.chunks import chunks
from portal.core.consequence import Consequence
from portal.core.database import is_busy
from portal.core.outbox import OutboxItem, handler
from portal.core.prepared import reading
from portal.core.reindex import KIND, MISSION, TALENT
from portal.core.submission import new_key
from portal.core.transaction import is_unique_violation
from portal.core.worker import at_start, chore
from portal.discovery.documents import (
    count_documents,
    document_ids,
    documents_of,
    every_document,
    expected_ids,
    missions_asking,
    people_of_skills,
)
from portal.extensions import db
from portal.search import Difference, Document, IndexBusy, IndexMissing, IndexUnavailable, SearchEngine
from portal.search.postgres_engine import PostgresEngine
from portal.search.whoosh_engine import WhooshEngine
from portal.skills.workflow import labels_changed

log = logging.getLogger(__name__)

REBUILD = "rebuild"
SKILLS = "skills"
MOST_FOLLOWED = 200
LOCK_SECONDS = 10.0
TELL_SECONDS = 5.0
# Above this part of replaced documents, a rebuild gives speed and room back.
MOST_STALE = 0.2
# What was built so lately and reads well from end to end is not at fault when a search fails.
LATELY = timedelta(hours=1)
_BUILT = "search_index_built"
_ASKED = sa.select(sa.literal(1)).where(OutboxItem.key == sa.bindparam("key"))

Tell = Callable[[int, int], None]

# Called with the ids of missions and of people, outside any transaction, once the index holds them as they now are: at
# least once for each change.
documents_changed = Consequence("documents of the index changed")
# Called without anything, outside any transaction, once the whole index was built anew.
index_rebuilt = Consequence("the index was built again")


def engine() -> SearchEngine:
    """The search engine of this process: PostgreSQL's full text where the portal runs on it, Whoosh otherwise."""
    engines: dict[str, SearchEngine] = current_app.extensions.setdefault("search_engines", {})
    kind = current_app.config["SEARCH_ENGINE"] or ("postgresql" if _is_postgresql() else "whoosh")
    if kind not in engines:
        engines[kind] = _MAKERS[kind]()
    return engines[kind]


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


_MAKERS: dict[str, Callable[[], SearchEngine]] = {
    "whoosh": lambda: WhooshEngine(current_app.config["SEARCH_INDEX"]),
    "postgresql": lambda: PostgresEngine(db.engine),
}


@contextmanager
def one_indexer(timeout: float = LOCK_SECONDS) -> Iterator[Session]:
    """Be the only one who indexes, with a session that reads what is committed from now on.

    Raises `IndexBusy` after `timeout` seconds. The lock ends with the process, however it ends.
    """
    with engine().indexing(timeout), Session(db.engine) as session:
        yield session


@handler(KIND, batch=True)
def deliver(items: list[OutboxItem]) -> None:
    """Bring the index up to date with the rows of these items, or build it when it is missing or broken.

    Doing it twice changes nothing more. Raises `IndexBusy`: the outbox then tries again.
    """
    asked = [dict(item.payload) for item in items]
    with one_indexer() as session:
        missions, people = _rows_of(session, asked)
        wanted = [ask for ask in asked if ask["kind"] == REBUILD]
        built = None
        if _is_still_wanted(wanted) or not _update(session, missions, people):
            built = _rebuild(session)
    if built is not None:
        built.follow()
    elif missions or people:
        documents_changed(missions, people)


def _is_still_wanted(rebuilds: list[dict[str, Any]]) -> bool:
    """Whether the index that some asked to have built again, if any did, was not built again since.

    Who cannot open it names no generation, and this process may hold open what cannot be opened any more. Building the
    same again and again would not help a search that fails for a reason of its own.
    """
    asked = {ask.get("generation") for ask in rebuilds}
    if not asked or None in asked:
        return bool(asked)
    state = engine().health(thorough=True)
    if not state.ok or state.generation not in asked:
        return not state.ok
    generation, built_at = current_app.extensions.get(_BUILT, ("", clock.now()))
    if generation == state.generation and clock.now() - built_at < LATELY:
        log.error("search index: a search failed on %s, which is sound. It is not built again.", generation)
        return False
    return True


def _rows_of(session: Session, asked: Iterable[dict[str, Any]]) -> tuple[set[int], set[int]]:
    """The missions and the people that changes are about."""
    changes = [ask for ask in asked if ask["kind"] != REBUILD]
    missions = {int(str(change["id"])) for change in changes if change["kind"] == MISSION}
    people = {
        row_id for change in changes if change["kind"] == TALENT for row_id in change.get("ids") or [change["id"]]
    }
    skills = {skill_id for change in changes if change["kind"] == SKILLS for skill_id in change["ids"]}
    if skills:
        missions |= missions_asking(session, skills)
        people |= people_of_skills(session, skills)
    return missions, people


def _update(session: Session, missions: set[int], people: set[int]) -> bool:
    """Write what changed; False when the index is missing or broken, and has to be built again."""
    changed = [*((MISSION, row_id) for row_id in sorted(missions)), *((TALENT, row_id) for row_id in sorted(people))]
    try:
        for some in chunks(changed):
            fresh = documents_of(session, some)
            ids = {name for kind, row_id in some for name in document_ids(kind, row_id)}
            engine().apply(fresh, ids - {document.id for document in fresh})
    except IndexMissing:
        return False
    except IndexUnavailable as error:
        log.warning("search index: %s Building it again.", error)
        return False
    return True


def _log_progress(done: int, total: int) -> None:
    log.info("search index: %d of %d documents", done, total)


@dataclass(frozen=True)
class _Built:
    """An index that was built again: how many documents it holds, and the notes that it makes needless, be they parked,
    with the missions and the people they are about."""

    documents: int
    notes: list[int]
    missions: set[int]
    people: set[int]

    def follow(self) -> None:
        """Once nobody indexes any more: those notes are done with, and others hear of it."""
        outbox.finish(self.notes)
        index_rebuilt()
        if self.missions or self.people:
            documents_changed(self.missions, self.people)


def _rebuild(session: Session, tell: Tell = _log_progress) -> _Built:
    """The rows are read after the notes that are not delivered yet: what those ask for is in it."""
    started = time.monotonic()
    waiting = session.execute(outbox.undelivered(KIND)).all()
    missions, people = _rows_of(session, [payload for _, payload in waiting])
    total = count_documents(session)
    count = engine().rebuild(_followed(every_document(session), total, tell))
    current_app.extensions[_BUILT] = engine().health().generation, clock.now()
    log.info("search index: %d documents in %.1f s", count, time.monotonic() - started)
    return _Built(count, [item_id for item_id, _ in waiting], missions, people)


def _followed(documents: Iterable[Document], total: int, tell: Tell) -> Iterator[Document]:
    """The same documents; `tell` hears of them every few seconds. Writing what was read takes a moment more."""
    said = time.monotonic()
    for done, document in enumerate(documents, 1):
        yield document
        if time.monotonic() - said >= TELL_SECONDS:
            said = time.monotonic()
            tell(done, total)


def rebuild(tell: Tell = _log_progress) -> int:
    """Build the whole index anew, while the former one goes on answering. Returns how many documents it holds.

    When it takes long, `tell` is called every few seconds with how many documents were read, of how many. Raises
    `IndexBusy` when someone else is indexing.
    """
    with one_indexer() as session:
        built = _rebuild(session, tell)
    built.follow()
    return built.documents


def verify() -> Difference:
    """What is missing from the index, and what should not be there. Raises `IndexUnavailable`, `IndexBusy`."""
    with one_indexer() as session:
        return engine().verify(expected_ids(session))


@at_start
def ensure_index() -> None:
    """Build the index when it is missing or cannot be read: the first start, or a restored machine."""
    if not engine().health().ok:
        try:
            rebuild()
        except IndexBusy:
            log.info("search index: being built by another process")


@chore
def renew_index() -> None:
    """Build the index again when it is damaged, be it where no search has looked, when much of it was replaced, or when
    something could not be written to it."""
    former = engine().health().generation
    state = engine().health(thorough=True)
    lost = outbox.has_parked(KIND)
    if state.ok and state.stale_share <= MOST_STALE and not lost:
        return
    worn = "Some changes could not be written." if lost else f"{state.stale_share:.0%} of it was replaced."
    log.info("search index: %s Building it again.", state.reason or worn)
    try:
        with one_indexer() as session:
            # Who held the lock meanwhile may have built another.
            if engine().health().generation not in ("", former):
                return
            built = _rebuild(session)
    except IndexBusy:
        log.info("search index: being built by another process")
        return
    built.follow()


@labels_changed.then
def follow_skills(ids: Collection[int]) -> None:
    """Have the worker index again what names these skills, inside the present transaction: documents hold their labels.
    When a vocabulary changed, the whole index."""
    if len(ids) > MOST_FOLLOWED:
        outbox.enqueue(KIND, f"{KIND}:{REBUILD}:{new_key()}", {"kind": REBUILD})
    else:
        outbox.enqueue(KIND, f"{KIND}:{SKILLS}:{new_key()}", {"kind": SKILLS, "ids": sorted(ids)})


def request_rebuild(why: IndexUnavailable) -> None:
    """Ask the worker to build the index again, because a search just found it broken.

    A search is a GET, and a GET changes nothing that anyone can see: this note to the worker goes through a session of
    its own, at most once a minute, and its failure is logged and never costs the answer.
    """
    generation = engine().health().generation
    key = f"index:{REBUILD}:{generation}:{clock.now():%Y%m%d%H%M}"
    if reading().scalar(_ASKED, {"key": key}):
        return
    log.warning("search index: %s Asking for another.", why, exc_info=why)
    try:
        with Session(db.engine) as session:
            session.add(OutboxItem(kind=KIND, key=key, payload={"kind": REBUILD, "generation": generation}))
            session.commit()
    except sa.exc.DBAPIError as error:
        if isinstance(error, sa.exc.IntegrityError) and is_unique_violation(error):
            log.info("search index: a rebuild is already asked for")
        elif isinstance(error, sa.exc.OperationalError) and is_busy(error):
            log.info("search index: no rebuild could be asked for, as the database is busy")
        else:
            log.exception("search index: no rebuild could be asked for")
