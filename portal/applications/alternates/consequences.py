"""When an offer ends or a place is given up, those who own the mission are told who comes next."""

from __future__ import annotations

from portal.applications.alternates.services import tell_who_is_next
from portal.applications.models import Application
from portal.applications.workflow import offer_ended, seat_given_up
from portal.organization.models import Person


@seat_given_up.then
@offer_ended.then
def name_the_next(actor: Person | None, application: Application) -> None:
    """In the transaction of what ended."""
    tell_who_is_next(application)
