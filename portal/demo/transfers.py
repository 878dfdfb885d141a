"""Missions of the demo that change hands: one that its owner would hand over, one whose owners both left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from portal.core import clock
from portal.core.transaction import transaction
from portal.demo import words
from portal.demo.missions import Told, at
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.transferring.services import ask_transfer
from portal.organization.models import Person
from portal.organization.workflow import person_left

HANDED = "tender-answer-library"
HEIR = "M0031"
# Who left, and how many days ago: the co-owner of a mission first, then its owner.
LEAVERS = (("M0100", 12), ("M0038", 3))


def load_transfers(told: Sequence[Told], people: dict[str, int]) -> None:
    """Asked yesterday; the two others left in their time."""
    for identifier, days in LEAVERS:
        with clock.at(at(clock.today() - timedelta(days=days), 17)):
            _leave(people[identifier])
    mission = db.session.get_one(Mission, next(one.id for one in told if one.content["key"] == HANDED))
    with clock.at(at(clock.today() - timedelta(days=1), 11)):
        ask_transfer(mission.owner, mission, person_id=people[HEIR], text=words.TRANSFER, version=None)


def _leave(person_id: int) -> None:
    with transaction() as session:
        person = session.get_one(Person, person_id)
        person.left_on, person.account.is_enabled = clock.today(), False
        session.flush()
        person_left(person)
