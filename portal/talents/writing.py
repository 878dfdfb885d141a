"""How a profile is written, whatever is written: who may, one writer at a time, one event, one request to index again.

A person's row is locked first: two windows of the same person write one after the other, so that a form sent twice
finds what the first sending did.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from portal import policies
from portal.core import audit, clock
from portal.core.errors import Conflict, Forbidden
from portal.core.i18n import lazy_gettext as _l
from portal.core.submission import earlier_result, remember
from portal.core.transaction import transaction
from portal.organization.models import Person
from portal.talents.evidence.counting import hold, recount
from portal.talents.models import HeldSkill, Profile
from portal.talents.notifications import mark_for_index


@contextmanager
def writing_profile(actor: Person, person: Person) -> Iterator[Session]:
    """Permission first, then a transaction that holds the person's row; the levels that count follow what was written.

    Raises `Forbidden`.
    """
    if not policies.profile_edit(actor, person):
        raise Forbidden(_l("Only the person themselves writes their profile."))
    with transaction() as session:
        hold(session, person.id)
        yield session
        recount(session, person.id)


def open_profile(
    session: Session, actor: Person, person: Person, version: int | None, key: str | None
) -> tuple[Profile, bool]:
    """The profile's row, made at the first write, and whether this very form was already carried out.

    Raises `Conflict` as `Versioned.expect` does; version 0 is a profile that nobody has written yet.
    """
    profile = session.get(Profile, person.id, populate_existing=True)
    if profile is not None and earlier_result(actor, key) is not None:
        return profile, True
    if version is not None and version != (profile.version if profile is not None else 0):
        raise Conflict(_l("Someone changed this a moment ago. Here is how it stands now."), code="stale")
    if profile is None:
        profile = Profile(person_id=person.id)
        session.add(profile)
    return profile, False


def note(
    session: Session,
    actor: Person,
    person: Person,
    action: str,
    *,
    profile: Profile | None = None,
    held: HeldSkill | None = None,
    key: str | None = None,
) -> audit.Event:
    """Write the event, remember the form, ask for the index. The event keeps no text that people wrote."""
    if profile is not None:
        profile.updated_at = clock.now()
    session.flush()
    if profile is not None:
        remember(actor, key, person.public_id)
    data: dict[str, Any] = {}
    if held is not None:
        remember(actor, key, held.public_id)
        data = {
            "skill_id": held.skill_id,
            "level": held.level,
            "appetite": held.appetite.value if held.appetite else None,
            "confirmed_on": held.confirmed_on.isoformat(),
        }
    event = audit.record(actor, person, f"profile.{action}", data=data)
    mark_for_index(person)
    session.flush()
    return event
