"""What a row of a list shows of a person: enough to name them, draw their face and link to them, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.organization.models import Kind, Named, Person


@dataclass(frozen=True, slots=True)
class Face(Named):
    """A person by name, drawn by the same components as a `Person`."""

    public_id: str
    given_name: str
    family_name: str
    kind: Kind

    @property
    def needs_authorization(self) -> bool:
        """As `Person.needs_authorization`."""
        return self.kind.needs_authorization


def face_columns(person: Any = Person) -> tuple[Any, ...]:
    """The columns of a `Face`, in its order, of `Person` or of an alias of it."""
    return person.public_id, person.given_name, person.family_name, person.kind
