"""What someone does with their own searches. Each verb is one transaction; nobody else's search is ever reached."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import audit, clock
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.submission import earlier_result, once, remember
from portal.core.transaction import transaction
from portal.discovery.asking import Ask
from portal.discovery.documents import Thing
from portal.discovery.index import engine
from portal.discovery.readers import readers_of
from portal.discovery.saved import newness
from portal.discovery.saved.matching import all_answers
from portal.discovery.saved.models import KEPT, LONGEST_NAME, MAILED, MOST, Alert, Find, SavedSearch
from portal.discovery.saved.queries import get_search, search_named, searches_of
from portal.extensions import db
from portal.organization.models import Person
from portal.search import IndexUnavailable


@dataclass(frozen=True)
class Wish:
    """What someone calls a search, and how they want to hear of what is new."""

    name: str
    alert: Alert


def save_search(actor: Person, ask: Ask, wish: Wish, *, key: str | None = None) -> SavedSearch:
    """Keep a search. Raises `Invalid` when it asks nothing, is kept already, or one too many."""

    def make(session: Session) -> SavedSearch:
        _hold(session, actor)
        _check_name(wish)
        if ask.is_blank:
            raise Invalid(_l("There is no search to save: ask for something first."), code="search.blank")
        others = searches_of(actor)
        _check_room(others)
        _check_only(others, ask)
        search = SavedSearch(person=actor, name=wish.name, params=ask.params, alert=wish.alert)
        _start_watching(actor, search)
        session.add(search)
        session.flush()
        audit.record(actor, search, "search.save")
        return search

    return once(actor, key, SavedSearch, make)


def change_search(
    actor: Person,
    public_id: str,
    wish: Wish,
    ask: Ask | None = None,
    *,
    version: int | None = None,
    key: str | None = None,
) -> SavedSearch:
    """Give it another name or another alert, and with `ask` have it ask something else. Raises `NotFound`, `Invalid`,
    and `Conflict` when stale.

    What was found before stays listed while it answers; a mail tells only of what comes from now on.
    """
    with transaction() as session:
        _hold(session, actor)
        search = get_search(actor, public_id)
        if earlier_result(actor, key) is not None:
            return search
        search.expect(version)
        _check_name(wish)
        if wish.alert is not search.alert:
            _change_alert(session, actor, search, wish.alert)
        if ask is not None and ask.params != search.params:
            _check_only([other for other in searches_of(actor) if other is not search], ask)
            _change_ask(session, actor, search, ask)
        search.name = wish.name
        remember(actor, key, search.public_id)
        audit.record(actor, search, "search.change")
    return search


def delete_search(actor: Person, public_id: str, *, key: str | None = None) -> SavedSearch | None:
    """Stop keeping it; it can be put back for a week. None when this form already did it. Raises `NotFound`."""
    with transaction():
        if earlier_result(actor, key) is not None:
            return None
        search = get_search(actor, public_id)
        search.deleted_at = clock.now()
        remember(actor, key, search.public_id)
        audit.record(actor, search, "search.delete")
    return search


def restore_search(actor: Person, public_id: str) -> SavedSearch:
    """Put a deleted one back, with its alert. Doing it twice changes nothing more.

    Raises `NotFound`, and `Invalid` when the same is kept anew, or one too many.
    """
    with transaction() as session:
        _hold(session, actor)
        kept = {search.public_id: search for search in searches_of(actor)}
        if public_id in kept:
            return kept[public_id]
        search = get_search(actor, public_id, deleted=True)
        others = [*kept.values()]
        _check_room(others)
        _check_only(others, search.ask)
        search.deleted_at = None
        _start_watching(actor, search)
        audit.record(actor, search, "search.restore")
    return search


def mark_seen(actor: Person, public_id: str, last_id: int) -> None:
    """Everything found up to `last_id`, the latest that the page showed, was looked at. Raises `NotFound`."""
    with transaction() as session:
        search = get_search(actor, public_id)
        # Written beside the version: a form about the name that is open elsewhere is not stale for that.
        session.execute(
            sa.update(SavedSearch)
            .where(SavedSearch.id == search.id, SavedSearch.seen_id < last_id)
            .values(seen_id=_last_find(session, search, at_most=last_id)),
            execution_options={"synchronize_session": False},
        )


def end_mails(search_public_id: str) -> SavedSearch | None:
    """No more mails about a search: what is new waits in the portal. None when it is no longer kept.

    For whoever holds the link of a mail: it can do nothing else. Doing it twice changes nothing more.
    """
    with transaction():
        search = search_named(search_public_id)
        if search is not None and search.alert in MAILED:
            search.alert = Alert.HERE
            audit.record(search.person, search, "search.end_mails")
    return search


def forget_deleted() -> None:
    """Delete for good what was deleted a week ago."""
    with transaction() as session:
        _erase(session, SavedSearch.deleted_at < clock.now() - KEPT)


def forget_searches(person: Person) -> None:
    """Delete everything of someone who leaves, inside the present transaction."""
    _erase(db.session(), SavedSearch.person_id == person.id)


def _erase(session: Session, which: sa.ColumnElement[bool]) -> None:
    session.execute(sa.delete(SavedSearch).where(which), execution_options={"synchronize_session": False})


def _hold(session: Session, person: Person) -> None:
    """Wait until nobody else writes this person's searches: they are counted."""
    session.execute(sa.select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))


def _check_name(wish: Wish) -> None:
    if not wish.name:
        raise Invalid(fields={"name": _l("Give it a name: it stands in the list and in the mails.")})
    if len(wish.name) > LONGEST_NAME:
        raise Invalid(fields={"name": _l("Keep it to 80 characters.")})


def _check_only(others: list[SavedSearch], ask: Ask) -> None:
    for other in others:
        if other.params == ask.params:
            said = _l("You already keep this search, as “%(name)s”.", name=other.name)
            raise Invalid(said, fields={"name": said})


def _check_room(kept: list[SavedSearch]) -> None:
    if len(kept) >= MOST:
        said = _l("You keep twenty searches, which is the most. Delete one to make room.")
        raise Invalid(said, fields={"name": said}, code="search.most")


def _change_alert(session: Session, actor: Person, search: SavedSearch, alert: Alert) -> None:
    if search.alert is Alert.NONE:
        _start_watching(actor, search)
    if alert in MAILED and search.alert not in MAILED:
        untold = sa.update(Find).where(Find.saved_search_id == search.id, Find.told_at.is_(None))
        session.execute(untold.values(told_at=clock.now()), execution_options={"synchronize_session": False})
    search.alert = alert


def _change_ask(session: Session, actor: Person, search: SavedSearch, ask: Ask) -> None:
    """Have it ask something else: what it found that does not answer any more is not listed, nor told if it was not."""
    search.params = ask.params
    answers, is_all = _start_watching(actor, search)
    if not is_all:
        return
    for find in session.scalars(sa.select(Find).where(Find.saved_search_id == search.id)).all():
        find.is_listed = (find.kind, find.row_id) in answers
        if not find.is_listed and find.told_at is None and find.id > search.seen_id:
            session.delete(find)


def _start_watching(actor: Person, search: SavedSearch) -> tuple[set[Thing], bool]:
    """Note what answers at this moment: none of it is news. Inside the transaction that writes the search. Returns the
    answers, and whether these are all.

    What the index learns after this is compared once the transaction is over: see `alerts`. Without an index nothing
    can be noted, and only what is published or arrives from now on is news.
    """
    _be_waited_for()
    query = search.ask.query(readers_of(actor), actor.locale)
    try:
        things, is_all = all_answers(engine(), query)
    except IndexUnavailable:
        things, is_all = [], False
    search.known = newness.written(newness.worth_telling(actor, things)) if is_all else ""
    search.is_known_in_full = is_all
    search.watched_at = clock.now()
    return set(things), is_all


def _be_waited_for() -> None:
    """Have `alerts` compare changes after this transaction: it waits for who writes, which on PostgreSQL is only from
    the first row on."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("LOCK TABLE saved_search IN ROW EXCLUSIVE MODE"))


def _last_find(session: Session, search: SavedSearch, *, at_most: int) -> int:
    last = sa.select(sa.func.max(Find.id)).where(Find.saved_search_id == search.id, Find.id <= at_most)
    return session.scalar(last) or 0
