"""Who is told what about a recognition. Queued in the same transaction, sent after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.mail.outbox import link_to
from portal.missions.models import Mission
from portal.notices.telling import tell
from portal.organization.models import Person
from portal.recognition.models import Recognition


def tell_drafted(mission: Mission, recognitions: Sequence[Recognition]) -> None:
    """Those who own the mission: one mail, with everyone whose part they are to attest."""
    names = [recognition.person.full_name for recognition in recognitions]
    for owner in _owners(mission):
        tell(owner, "recognition/to_attest", mission=mission, names=names, link=_link("list_recognitions"))


def tell_attested(recognition: Recognition) -> None:
    """The talent, and the line manager of an employee or a temp."""
    _mail(recognition.person, "attested", recognition)
    manager = recognition.person.manager if recognition.person.needs_authorization else None
    if manager is not None:
        tell(manager, "recognition/to_record", recognition=recognition, link=_link("record_recognition", recognition))


def tell_recorded(recognition: Recognition) -> None:
    """The talent: the manager has seen it, they may show it."""
    _mail(recognition.person, "recorded", recognition)


def remind_owners(recognition: Recognition) -> list[Person]:
    """Those who own the mission: the talent is waiting. Returns who was told."""
    told = _owners(recognition.mission)
    for owner in told:
        tell(owner, "recognition/reminder", recognition=recognition, link=_link("attest_recognition", recognition))
    return told


def remind_manager(recognition: Recognition) -> list[Person]:
    """The line manager: the talent is waiting. Returns who was told."""
    manager = recognition.person.manager
    if manager is None:
        return []
    tell(manager, "recognition/to_record", recognition=recognition, link=_link("record_recognition", recognition))
    return [manager]


def _owners(mission: Mission) -> list[Person]:
    return [person for person in (mission.owner, mission.co_owner) if person is not None]


def _mail(to: Person, event: str, recognition: Recognition) -> None:
    tell(to, f"recognition/{event}", recognition=recognition, link=_link("show_recognition", recognition))


def _link(view: str, recognition: Recognition | None = None) -> str:
    where: dict[str, Any] = {"public_id": recognition.public_id} if recognition is not None else {}
    return link_to(f"recognition.{view}", **where)
