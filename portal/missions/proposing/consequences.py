"""What becomes of a proposal when people leave, and what its author learns of the mission. In the caller's
transaction."""

from __future__ import annotations

from portal.accounts.workflow import access_changed
from portal.missions.models import Mission
from portal.missions.proposing import notifications
from portal.missions.proposing.queries import proposal_of, waiting_with
from portal.missions.proposing.services import lapse
from portal.missions.workflow import mission_cancelled, mission_published
from portal.organization.models import Person
from portal.organization.workflow import person_left


@person_left.then
@access_changed.then
def wait_no_more(person: Person) -> None:
    """Whoever left, or may not sign in any more, proposes nothing and sponsors nothing."""
    if not person.is_here:
        for proposal in waiting_with(person):
            lapse(proposal)


@mission_published.then
def tell_author(mission: Mission) -> None:
    """Whoever had the idea."""
    proposal = proposal_of(mission)
    if proposal is not None:
        notifications.tell_published(proposal, mission)


@mission_cancelled.then
def tell_it_is_dropped(actor: Person, mission: Mission) -> None:
    """The same, when it will not take place."""
    proposal = proposal_of(mission)
    if proposal is not None:
        notifications.tell_dropped(proposal)
