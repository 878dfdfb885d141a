"""What follows a change of a profile: the search index learns of it."""

from __future__ import annotations

from portal.core import outbox
from portal.core.consequence import Consequence
from portal.core.submission import new_key
from portal.organization.models import Person

# How the keys begin of what takes something out of the index: until it is delivered, searches do without the index.
HIDING = "index:hiding:"
# Called with a person of whom some could read more until now, inside the transaction that hides it.
profile_narrowed = Consequence("something of a profile was hidden")


def mark_for_index(person: Person, *, hides: bool = False) -> None:
    """Have this talent indexed again once the present transaction is written. Nobody is told by mail."""
    beginning = HIDING if hides else "index:talent:"
    outbox.enqueue("index", f"{beginning}{person.id}:{new_key()}", {"kind": "talent", "id": person.id})
    if hides:
        profile_narrowed(person)
