"""What follows a change of a profile: the search index learns of it."""

from __future__ import annotations

from portal.core import reindex
from portal.core.consequence import Consequence
from portal.organization.models import Person

# Called with a person of whom some could read more until now, inside the transaction that hides it.
profile_narrowed = Consequence("something of a profile was hidden")


def mark_for_index(person: Person, *, hides: bool = False) -> None:
    """Have this talent indexed again once the present transaction is written. Nobody is told by mail."""
    reindex.read_again(reindex.TALENT, person.id, hides=hides)
    if hides:
        profile_narrowed(person)
