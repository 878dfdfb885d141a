"""Reading a photo, for those who may see it."""

from __future__ import annotations

import sqlalchemy as sa

from portal.core.errors import NotFound
from portal.core.prepared import reading
from portal.organization.models import Person
from portal.talents.models import Section
from portal.talents.photo.models import Photo
from portal.talents.visibility import Sight, sight_into

_JPEG = sa.select(Photo.jpeg).where(Photo.person_id == sa.bindparam("person_id"))


def sight_of_photo(reader: Person, person: Person) -> Sight:
    """Whether `reader` sees the photo of a person. Raises `NotFound` when there is none for them."""
    sight = sight_into(reader, person, Section.PHOTO)
    if person.photo_key is None or Section.PHOTO not in sight:
        raise NotFound
    return sight


def read_photo(person: Person) -> bytes:
    """The JPEG. Raises `NotFound`."""
    jpeg: bytes | None = reading().execute(_JPEG, {"person_id": person.id}).scalar()
    if jpeg is None:
        raise NotFound
    return jpeg
