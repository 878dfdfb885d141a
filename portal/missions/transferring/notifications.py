"""Who is told of a mission that changes hands. Queued, sent after the commit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.accounts.models import Role
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.notifications import owners
from portal.missions.transferring.models import MissionTransfer
from portal.notices.telling import tell
from portal.organization.models import Person
from portal.organization.queries import people_with_role


def _tell(people: Iterable[Person], event: str, *, but: Person | None = None, **context: Any) -> None:
    for person in {person.id: person for person in people}.values():
        if but is None or person.id != but.id:
            tell(person, f"transfers/{event}", **context)


def tell_asked(transfer: MissionTransfer) -> None:
    """Whoever is asked reads what, by whom and until when; those who own it know when they did not ask themselves."""
    tell(transfer.to, "transfers/asked", transfer=transfer)
    others = (person for person in owners(transfer.mission) if person.id != transfer.to_id)
    _tell(others, "asked_owner", but=transfer.asked_by, mission=transfer.mission, transfer=transfer)


def tell_declined(transfer: MissionTransfer, *, text: str) -> None:
    """Those who waited for the answer: it is no, with a word if there is one."""
    _tell(_waiting(transfer), "declined", mission=transfer.mission, transfer=transfer, text=text)


def tell_lapsed(transfer: MissionTransfer) -> None:
    """Those who waited for the answer, and whoever was asked: nobody answered in time."""
    _tell(_waiting(transfer), "lapsed", mission=transfer.mission, transfer=transfer)
    tell(transfer.to, "transfers/over", transfer=transfer)


def tell_called_off(transfer: MissionTransfer) -> None:
    """Whoever was asked: no answer is awaited any more."""
    tell(transfer.to, "transfers/over", transfer=transfer)


def tell_accepted(transfer: MissionTransfer) -> None:
    """The former owner, the co-owner and whoever asked: who owns it from now on."""
    people = [transfer.former, transfer.asked_by, *owners(transfer.mission)]
    _tell(people, "accepted", but=transfer.to, mission=transfer.mission, transfer=transfer)


def _waiting(transfer: MissionTransfer) -> list[Person]:
    """Whoever asked and the owner; all of human resources when neither is here any more."""
    people = [person for person in (transfer.asked_by, transfer.mission.owner) if person.is_here]
    return people or list(db.session.scalars(people_with_role(Role.HR)))


def tell_alone(mission: Mission, former: Person) -> None:
    """Whoever was the co-owner and owns it alone from now on: a co-owner is to be named."""
    tell(mission.owner, "transfers/alone", mission=mission, former=former)
