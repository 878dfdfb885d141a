"""What becomes of someone's notices when they leave. Runs inside the caller's transaction."""

from __future__ import annotations

from portal.notices.services import forget_all_of
from portal.organization.models import Person
from portal.organization.workflow import person_left


@person_left.then
def forget_with_the_person(person: Person) -> None:
    """Who leaves leaves none behind."""
    forget_all_of(person)
