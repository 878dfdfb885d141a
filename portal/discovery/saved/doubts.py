"""Finds that something hidden may have made: shown nowhere until the index has said that they still answer.

A person is found by the words of a section. When they close that section, or when someone may read less than before,
the find itself would go on saying what it held. That someone was found just now is doubted as well: they may have
closed it while they were compared.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core.chunks import chunks
from portal.core.reindex import TALENT, is_late_to_hide
from portal.core.transaction import transaction
from portal.discovery.documents import Thing
from portal.discovery.saved.matching import Watched, answered
from portal.discovery.saved.models import Find, SavedSearch
from portal.discovery.saved.telling import tell_at_once
from portal.extensions import db
from portal.organization.models import Person
from portal.search import IndexUnavailable


def doubt_finds_about(person: Person) -> None:
    """Show nobody that this person was found until it is settled, inside the transaction that hides something."""
    _doubt(Find.row_id == person.id)


def doubt_finds_of(reader: Person) -> None:
    """The same of the people whom someone's searches found, as they may read something else from now on."""
    _doubt(Find.saved_search_id.in_(sa.select(SavedSearch.id).where(SavedSearch.person_id == reader.id)))


def _doubt(which: sa.ColumnElement[bool]) -> None:
    db.session.execute(
        sa.update(Find).where(Find.kind == TALENT, which).values(is_in_doubt=True),
        execution_options={"synchronize_session": False},
    )


def settle() -> None:
    """Ask the index about each find in doubt. While it has something to hide itself, or cannot be read, they wait."""
    ids = db.session.scalars(
        sa.select(Find.saved_search_id)
        .join(SavedSearch, SavedSearch.id == Find.saved_search_id)
        .where(Find.is_in_doubt, SavedSearch.deleted_at.is_(None))
        .distinct()
    ).all()
    for search_id in sorted(ids):
        try:
            with transaction() as session:
                _settle(session, search_id)
        except IndexUnavailable:
            return


def _settle(session: Session, search_id: int) -> None:
    """Whoever hides something meanwhile waits for these rows and doubts them again."""
    search = session.get(SavedSearch, search_id, with_for_update=True)
    doubtful = sa.select(Find).where(Find.saved_search_id == search_id, Find.is_in_doubt).with_for_update()
    finds = {(find.kind, find.row_id): find for find in session.scalars(doubtful)}
    if search is None or is_late_to_hide():
        return
    still = _answering(Watched.of(search), sorted(finds))
    for thing, find in finds.items():
        find.is_in_doubt = False
        find.is_listed = find.is_listed and thing in still
        if not find.is_listed and find.told_at is None:
            session.delete(find)
    session.flush()
    tell_at_once(session, search)


def _answering(search: Watched, things: list[Thing]) -> set[Thing]:
    found = [answered([search], some).get(search.id, set()) for some in chunks(things)]
    return set().union(*found)
