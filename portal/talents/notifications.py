"""What follows a change of a profile: the search index learns of it."""

from __future__ import annotations

from portal.core import outbox
from portal.core.submission import new_key
from portal.organization.models import Person


def mark_for_index(person: Person) -> None:
    """Have this talent indexed again once the present transaction is written. Nobody is told by mail."""
    outbox.enqueue("index", f"index:talent:{person.id}:{new_key()}", {"kind": "talent", "id": person.id})
