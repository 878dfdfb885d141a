"""Who can be invited, and how often: nobody is worn out by other people's good ideas."""

from __future__ import annotations

from datetime import timedelta

from portal import policies
from portal.missions.models import Mission, Seat
from portal.missions.rules import is_taking
from portal.organization.models import Person

# Who was invited this often within `LATELY`, whoever invited them, is not invited again without a reason.
MANY = 3
LATELY = timedelta(days=30)


def addresses(seat: Seat, person: Person) -> bool:
    """Whether a place is one that this person could ask for by themselves today, and is free."""
    mission: Mission = seat.mission
    return (
        is_taking(mission)
        and policies.application_submit(person, mission)
        and seat.audience.includes(person.kind)
        and seat.free > 0
    )


def is_solicited(count: int) -> bool:
    """Whether someone who was invited `count` times lately is much solicited."""
    return count >= MANY
