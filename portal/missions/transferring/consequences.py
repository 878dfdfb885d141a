"""What becomes of a question when its mission ends or changes owner, or the person leaves. In the caller's
transaction."""

from __future__ import annotations

from typing import Any

from portal.accounts.workflow import access_changed
from portal.missions.models import Mission
from portal.missions.transferring.queries import asked_of, asked_of_person
from portal.missions.transferring.services import lapse
from portal.missions.workflow import mission_cancelled, mission_unfilled, owners_changed
from portal.organization.models import Person
from portal.organization.workflow import person_left


@owners_changed.then
def end_what_was_asked(mission: Mission) -> None:
    """The owner is someone else by now, who has asked nothing."""
    transfer = asked_of(mission)
    if transfer is not None and transfer.former_id != mission.owner_id:
        lapse(transfer)


@mission_cancelled.then
@mission_unfilled.then
def end_with_it(actor: Person, mission: Mission, *said: Any) -> None:
    """There is nothing left to take over."""
    transfer = asked_of(mission)
    if transfer is not None:
        lapse(transfer)


@person_left.then
@access_changed.then
def answer_no_more(person: Person) -> None:
    """Whoever left, or may not sign in any more, takes nothing over."""
    if not person.is_here:
        for transfer in asked_of_person(person):
            lapse(transfer)
