"""A calendar ends with the account of whoever follows it. Runs inside the caller's transaction."""

from __future__ import annotations

from portal.accounts.workflow import access_changed
from portal.calendars.services import end_all
from portal.organization.models import Person
from portal.organization.workflow import person_left


@access_changed.then
def end_calendars_of_closed(person: Person) -> None:
    """An account that is closed loses its addresses: opened again, it makes new ones."""
    if not person.account.is_enabled:
        end_all(person)


person_left.then(end_all)
