"""Choosing a photo, and removing it: at once, everywhere."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core import audit
from portal.core.model import new_public_id
from portal.core.submission import earlier_result, remember
from portal.organization.models import Person
from portal.talents.photo.models import Photo
from portal.talents.writing import writing_profile


def choose_photo(actor: Person, person: Person, jpeg: bytes, *, key: str | None = None) -> None:
    """Keep what `picture.small_photo` drew, in the place of any other. Raises `Forbidden`."""
    with writing_profile(actor, person) as session:
        if earlier_result(actor, key) is not None:
            return
        session.execute(sa.delete(Photo).where(Photo.person_id == person.id))
        session.add(Photo(person_id=person.id, jpeg=jpeg))
        _name(session, person, new_public_id())
        remember(actor, key, person.public_id)
        audit.record(actor, person, "profile.photo")


def remove_photo(actor: Person, person: Person) -> bool:
    """Erase the photo. Returns whether there was one. Raises `Forbidden`."""
    with writing_profile(actor, person) as session:
        had_one = forget_photo(session, person)
        if had_one:
            audit.record(actor, person, "profile.remove_photo")
    return had_one


def forget_photo(session: Session, person: Person) -> bool:
    """The same inside the present transaction, without a word in the history: someone leaves."""
    gone = session.execute(sa.delete(Photo).where(Photo.person_id == person.id))
    _name(session, person, None)
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def _name(session: Session, person: Person, photo_key: str | None) -> None:
    session.get_one(Person, person.id).photo_key = photo_key
    session.flush()
