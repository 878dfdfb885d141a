"""Reading the addresses of feeds."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account, token_hash
from portal.core.prepared import Prepared
from portal.discovery.feeds.models import FeedAddress
from portal.discovery.saved.models import SavedSearch
from portal.extensions import db
from portal.organization.models import Person
from portal.organization.queries import may_read_portal

_FEEDS = Prepared(
    sa.select(FeedAddress.saved_search_id, FeedAddress.created_at).where(
        FeedAddress.person_id == sa.bindparam("me", type_=sa.Integer)
    )
)


def feeds_of(person: Person) -> dict[int | None, Any]:
    """Someone's feeds (`created_at`), by the id of the saved search; None for that of the open missions."""
    return {row.saved_search_id: row for row in _FEEDS.rows(me=person.id)}


def address_of(person: Person, search: SavedSearch | None) -> FeedAddress | None:
    """The address of one feed of a person, if they made one."""
    return db.session.scalar(
        sa.select(FeedAddress).where(
            FeedAddress.person_id == person.id,
            FeedAddress.saved_search_id.is_(None) if search is None else FeedAddress.saved_search_id == search.id,
        )
    )


def opened_by(token: str) -> FeedAddress | None:
    """The feed at a secret address; None when there is none, or its owner may not sign in, or its search is deleted."""
    owner = joinedload(FeedAddress.person)
    return db.session.scalar(
        sa.select(FeedAddress)
        .join(Person, Person.id == FeedAddress.person_id)
        .join(Account, Account.id == Person.account_id)
        .outerjoin(SavedSearch, SavedSearch.id == FeedAddress.saved_search_id)
        .where(
            FeedAddress.token_hash == token_hash(token),
            SavedSearch.deleted_at.is_(None),
            may_read_portal(),
        )
        .options(owner.joinedload(Person.account).selectinload(Account.role_rows), joinedload(FeedAddress.saved_search))
    )
