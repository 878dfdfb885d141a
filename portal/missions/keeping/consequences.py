"""What becomes of someone's unsaved forms when their account closes or they leave. Inside the caller's transaction."""

from __future__ import annotations

from portal.accounts.workflow import access_changed
from portal.extensions import db
from portal.missions.keeping.services import forget_all_of
from portal.organization.models import Person
from portal.organization.workflow import person_left


@access_changed.then
def forget_with_the_account(person: Person) -> None:
    """A closed account keeps none."""
    if not person.account.is_enabled:
        forget_all_of(db.session(), person)


@person_left.then
def forget_with_the_person(person: Person) -> None:
    """Who leaves leaves none behind."""
    forget_all_of(db.session(), person)
