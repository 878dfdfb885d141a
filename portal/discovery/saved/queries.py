"""Reading saved searches: only one's own, and of what was found only what one may read now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account
from portal.core.errors import NotFound
from portal.core.pagination import DEEPEST, PER_PAGE, Page
from portal.core.prepared import Prepared
from portal.core.reindex import MISSION, TALENT
from portal.discovery.saved.models import Alert, Find, SavedSearch
from portal.extensions import db
from portal.missions import queries as missions
from portal.missions.models import Mission
from portal.missions.queries import AnyReader
from portal.organization.models import Person
from portal.organization.queries import may_read_portal
from portal.talents import queries as talents


@dataclass(frozen=True)
class Sight:
    """A find as it is listed: the thing, and whether it came since its owner last looked."""

    id: int
    kind: str
    row_id: int
    is_new: bool


def searches_of(person: Person) -> list[SavedSearch]:
    """Someone's searches, by name."""
    select = sa.select(SavedSearch).where(SavedSearch.person_id == person.id, SavedSearch.deleted_at.is_(None))
    return list(db.session.scalars(select.order_by(SavedSearch.name, SavedSearch.id)))


def get_search(person: Person, public_id: str, *, deleted: bool = False) -> SavedSearch:
    """One search of a person. Raises `NotFound` for another's as for a missing one."""
    found = find_search(person, public_id, deleted=deleted)
    if found is None:
        raise NotFound
    return found


def find_search(person: Person, public_id: str, *, deleted: bool = False) -> SavedSearch | None:
    """The same; None when there is none."""
    return db.session.scalar(
        sa.select(SavedSearch).where(
            SavedSearch.person_id == person.id,
            SavedSearch.public_id == public_id,
            SavedSearch.deleted_at.is_not(None) if deleted else SavedSearch.deleted_at.is_(None),
        )
    )


def watched() -> sa.Select[Any]:
    """The searches that someone who can still sign in wants to hear of, with their owners."""
    owner = joinedload(SavedSearch.person).joinedload(Person.account).selectinload(Account.role_rows)
    return (
        sa.select(SavedSearch)
        .join(Person, Person.id == SavedSearch.person_id)
        .join(Account, Account.id == Person.account_id)
        .where(SavedSearch.alert != Alert.NONE, SavedSearch.deleted_at.is_(None), may_read_portal())
        .options(owner)
    )


def readable_to(reader: Person) -> sa.ColumnElement[bool]:
    """The condition on `Find` that a reader may read the thing now. Asked of each find by its key: what was found is
    little beside all the missions and people there are."""
    opened = missions.visible_to(reader).with_only_columns(Mission.id).where(Mission.id == Find.row_id)
    here = talents.here().with_only_columns(Person.id).where(Person.id == Find.row_id)
    return sa.or_(
        sa.and_(Find.kind == MISSION, opened.correlate(Find).exists()),
        sa.and_(Find.kind == TALENT, here.correlate(Find).exists()),
    )


@lru_cache(maxsize=32)
def _news(reader: AnyReader) -> Prepared:
    return Prepared(
        sa.select(SavedSearch.public_id, SavedSearch.name, sa.func.count(Find.id).label("count"))
        .join(Find, Find.saved_search_id == SavedSearch.id)
        .where(
            SavedSearch.person_id == sa.bindparam("me", type_=sa.Integer),
            SavedSearch.deleted_at.is_(None),
            SavedSearch.alert != Alert.NONE,
            Find.id > SavedSearch.seen_id,
            Find.is_shown(),
            readable_to(reader.as_person),
        )
        .group_by(SavedSearch.id, SavedSearch.public_id, SavedSearch.name)
        .order_by(SavedSearch.name, SavedSearch.id)
    )


def news_of(person: Person) -> Sequence[Any]:
    """The searches of a person that found something since they last looked: `public_id`, `name`, `count`. One query."""
    return _news(AnyReader.like(person)).rows(me=person.id)


@lru_cache(maxsize=32)
def _finds(reader: AnyReader) -> Prepared:
    """A page of what was found for a search, each row with how many there are."""
    return Prepared(
        sa.select(Find.id, Find.kind, Find.row_id, sa.func.count().over().label("total"))
        .where(
            Find.saved_search_id == sa.bindparam("search_id", type_=sa.Integer),
            Find.is_shown(),
            readable_to(reader.as_person),
        )
        .order_by(Find.id.desc())
        .limit(PER_PAGE)
        .offset(sa.bindparam("rows_before", type_=sa.Integer))
    )


def finds_of(person: Person, search: SavedSearch, number: int) -> Page:
    """A page of what was found for a search, the latest first, as `Sight`s: only what its owner may read now."""
    number = max(1, min(number, DEEPEST))
    finds = _finds(AnyReader.like(person))

    def rows_of(page: int) -> list[Any]:
        return finds.rows(me=person.id, search_id=search.id, rows_before=(page - 1) * PER_PAGE)

    rows = rows_of(number)
    # Past the last page no row says how many there are.
    counted = rows or (rows_of(1) if number > 1 else [])
    sights = [Sight(row.id, row.kind, row.row_id, row.id > search.seen_id) for row in rows]
    return Page(sights, number, counted[0].total if counted else 0)


def search_named(public_id: str) -> SavedSearch | None:
    """A search by its public id, for whoever holds a link that names it; None when it is no longer kept."""
    return db.session.scalar(
        sa.select(SavedSearch).where(SavedSearch.public_id == public_id, SavedSearch.deleted_at.is_(None))
    )
