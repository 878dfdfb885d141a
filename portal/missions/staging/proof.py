"""What proves that a mission was offered inside first: how many employees read it, were invited, answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import sqlalchemy as sa

from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.staging.models import MissionReader


class Answers(NamedTuple):
    """Employees invited to a mission, and those who applied or answered an invitation."""

    invited: int
    answered: int


# Called with a mission: what the feature that knows applications counts. Missions know none.
count_answers: list[Callable[[Mission], Answers]] = []


class Proof(NamedTuple):
    """Employees who read it, were invited, and applied or answered."""

    seen: int
    invited: int
    answered: int


def proof_of(mission: Mission) -> Proof:
    """As things stand now."""
    readers = sa.select(sa.func.count()).select_from(MissionReader).where(MissionReader.mission_id == mission.id)
    counted = [count(mission) for count in count_answers]
    return Proof(
        db.session.scalar(readers) or 0,
        sum(answers.invited for answers in counted),
        sum(answers.answered for answers in counted),
    )
