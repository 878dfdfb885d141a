"""What becomes of what someone offers when they are no longer here. In the caller's transaction."""

from __future__ import annotations

from portal.accounts.workflow import access_changed
from portal.applications.offering.queries import open_of
from portal.applications.offering.services import lapse
from portal.organization.models import Person
from portal.organization.workflow import person_left


@person_left.then
@access_changed.then
def offer_no_more(person: Person) -> None:
    """Whoever left, or may not sign in any more, offers nothing."""
    if not person.is_here:
        for offer in open_of(person):
            lapse(offer)
