"""What profiles do about changes elsewhere: someone who left is no longer found nor pictured, a new name is found."""

from __future__ import annotations

from portal.extensions import db
from portal.organization.models import Person
from portal.organization.workflow import person_left
from portal.talents import directory_text
from portal.talents.notifications import mark_for_index
from portal.talents.photo.services import forget_photo


def hide_from_search(person: Person) -> None:
    """Whoever leaves is counted nowhere any more, even before the index has followed."""
    mark_for_index(person, hides=True)


def erase_photo(person: Person) -> None:
    """Who leaves leaves no photo behind."""
    forget_photo(db.session(), person)


person_left.then(hide_from_search)
person_left.then(erase_photo)
directory_text.follow()
