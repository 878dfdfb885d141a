"""What delegations do when someone leaves."""

from __future__ import annotations

from portal.allocations.delegating.services import end_all_of
from portal.organization.models import Person
from portal.organization.workflow import person_left


@person_left.then
def end_with_the_person(person: Person) -> None:
    """Who left gives and receives no decisions any more."""
    end_all_of(person)
