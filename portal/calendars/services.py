"""Making and ending the secret address of a calendar."""

from __future__ import annotations

import sqlalchemy as sa

from portal.accounts.models import new_token, token_hash
from portal.calendars.models import CalendarAddress, Scope
from portal.calendars.queries import address_of, may_follow
from portal.core import audit
from portal.core.errors import Forbidden
from portal.core.i18n import lazy_gettext as _l
from portal.core.submission import earlier_result, remember
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Mission
from portal.organization.models import Person


def make_address(
    actor: Person, scope: Scope, mission: Mission | None = None, *, shows_titles: bool, key: str | None = None
) -> str | None:
    """Give a calendar a new secret address; the one it had, if any, opens nothing from then on.

    Returns the secret, which nobody can read again; None when this form already made it. Raises `Forbidden` when the
    calendar is not this person's to follow.
    """
    if not may_follow(actor, scope, mission):
        raise Forbidden(_l("This calendar is not yours to follow."), code="calendar.follow")
    token = new_token()
    with transaction() as session:
        session.execute(sa.select(Person.id).where(Person.id == actor.id).with_for_update(key_share=True))
        if earlier_result(actor, key) is not None:
            return None
        address = address_of(actor, scope, mission)
        if address is None:
            address = CalendarAddress(person_id=actor.id, scope=scope, mission_id=mission.id if mission else None)
            session.add(address)
        address.token_hash = token_hash(token)
        address.shows_titles = shows_titles
        session.flush()
        remember(actor, key, address.public_id)
        audit.record(actor, address, "calendar.open", data={"titles": shows_titles})
    return token


def end_address(actor: Person, scope: Scope, mission: Mission | None = None) -> None:
    """Whoever holds the address reads nothing any more. Doing it twice changes nothing more."""
    with transaction() as session:
        address = address_of(actor, scope, mission)
        if address is not None:
            audit.record(actor, address, "calendar.end")
            session.delete(address)


def end_all(person: Person) -> None:
    """End every calendar of someone whose account ends, inside the present transaction."""
    db.session.execute(
        sa.delete(CalendarAddress).where(CalendarAddress.person_id == person.id),
        execution_options={"synchronize_session": False},
    )
