"""Keeping one's own searches, clearing them, and choosing whether they are kept.

No name but that of who searches comes in: nobody does any of this for another. Nothing of it goes to the history that
administrators read, nor to a log.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.transaction import transaction
from portal.discovery.recent.models import KEPT, LONGEST_TEXT, MOST, RecentSearch, SearchChoice
from portal.organization.models import Person
from portal.skills.folding import fold


def keep_search(person: Person, text: str) -> None:
    """Keep a search that `person` sent, as the latest; sent before in other letters, it is still one. Only the last
    `MOST` stay. Nothing is kept of a blank one, nor for who chose to keep none.
    """
    shown = " ".join(text.split())[:LONGEST_TEXT]
    folded = _key(shown)
    if not folded:
        return
    with transaction() as session:
        if session.scalar(sa.select(SearchChoice.keeps_searches).where(SearchChoice.person_id == person.id)) is False:
            return
        row = {"person_id": person.id, "folded": folded, "text": shown, "searched_at": clock.now()}
        _put(session, RecentSearch, row, key=("person_id", "folded"))
        last = sa.select(RecentSearch.id).where(RecentSearch.person_id == person.id)
        last = last.order_by(RecentSearch.searched_at.desc(), RecentSearch.id.desc()).limit(MOST)
        _forget(session, RecentSearch.person_id == person.id, RecentSearch.id.not_in(last))


def forget_search(person: Person, text: str) -> None:
    """Clear one search of `person`. One that is gone already is let be."""
    with transaction() as session:
        _forget(session, RecentSearch.person_id == person.id, RecentSearch.folded == _key(text))


def forget_searches(person: Person) -> None:
    """Clear all the searches of `person`."""
    with transaction() as session:
        forget_all_of(session, person)


def choose_keeping(person: Person, keeps: bool) -> None:
    """Have one's searches kept from now on, or none: those that were kept are then cleared."""
    with transaction() as session:
        _put(session, SearchChoice, {"person_id": person.id, "keeps_searches": keeps}, key=("person_id",))
        if not keeps:
            forget_all_of(session, person)


def forget_all_of(session: Session, person: Person) -> None:
    """Clear the searches of someone inside the present transaction."""
    _forget(session, RecentSearch.person_id == person.id)


def forget_old() -> None:
    """Clear the searches of more than ninety days ago."""
    with transaction() as session:
        _forget(session, RecentSearch.searched_at <= clock.now() - KEPT)


def _key(text: str) -> str:
    return fold(text)[:LONGEST_TEXT]


def _put(session: Session, model: Any, row: dict[str, Any], *, key: tuple[str, ...]) -> None:
    """Write a row in the place of the one with the same key: two windows may send it at once."""
    kind: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    changed = {name: value for name, value in row.items() if name not in key}
    session.execute(kind.insert(model).values(row).on_conflict_do_update(index_elements=key, set_=changed))


def _forget(session: Session, *which: sa.ColumnElement[bool]) -> None:
    session.execute(sa.delete(RecentSearch).where(*which), execution_options={"synchronize_session": False})
