"""Making and ending the secret address of a feed."""

from __future__ import annotations

import sqlalchemy as sa

from portal.accounts.models import new_token, token_hash
from portal.core import audit
from portal.core.submission import earlier_result, remember
from portal.core.transaction import transaction
from portal.discovery.feeds.models import FeedAddress
from portal.discovery.feeds.queries import address_of
from portal.discovery.saved.models import SavedSearch
from portal.discovery.saved.queries import get_search
from portal.extensions import db
from portal.organization.models import Person


def make_address(actor: Person, search_public_id: str | None, *, key: str | None = None) -> str | None:
    """Give a feed a new secret address; the one it had, if any, opens nothing from then on.

    Of a saved search of `actor`, or of the open missions without one. Returns the secret, which nobody can read again;
    None when this form already made it. Raises `NotFound`.
    """
    token = new_token()
    with transaction() as session:
        session.execute(sa.select(Person.id).where(Person.id == actor.id).with_for_update(key_share=True))
        if earlier_result(actor, key) is not None:
            return None
        search = _search(actor, search_public_id)
        address = address_of(actor, search)
        if address is None:
            address = FeedAddress(person_id=actor.id, saved_search_id=search.id if search else None)
            session.add(address)
        address.token_hash = token_hash(token)
        session.flush()
        remember(actor, key, address.public_id)
        audit.record(actor, address, "feed.open")
    return token


def end_address(actor: Person, search_public_id: str | None) -> None:
    """Whoever holds the address reads nothing any more. Doing it twice changes nothing more. Raises `NotFound`."""
    with transaction() as session:
        address = address_of(actor, _search(actor, search_public_id))
        if address is not None:
            audit.record(actor, address, "feed.end")
            session.delete(address)


def end_all(person: Person) -> None:
    """End every feed of someone whose account ends, inside the present transaction."""
    db.session.execute(
        sa.delete(FeedAddress).where(FeedAddress.person_id == person.id),
        execution_options={"synchronize_session": False},
    )


def _search(actor: Person, public_id: str | None) -> SavedSearch | None:
    return None if public_id is None else get_search(actor, public_id)
