"""Who may find what, as tokens of the index.

A document is found by those who share a token with it. The tokens say the same as `visible_to` of each feature (a test
compares them, person by person); every hit is read again through `visible_to` all the same.
"""

from __future__ import annotations

from portal import policies
from portal.missions.models import Audience, Mission, MissionState
from portal.organization.models import Person

EMPLOYEES = "employees"
EXTERNALS = "externals"


def readers_of(person: Person) -> frozenset[str]:
    """The tokens of someone who searches."""
    side = EMPLOYEES if policies.is_employee(person) else EXTERNALS
    return frozenset({side, f"person:{person.id}", *(f"role:{role.value}" for role in person.roles)})


def readers_of_mission(mission: Mission) -> frozenset[str]:
    """Those who own it; once it is no draft, human resources and the sponsor; once published, those it is open to."""
    tokens = {f"person:{mission.owner_id}"}
    if mission.co_owner_id is not None:
        tokens.add(f"person:{mission.co_owner_id}")
    if mission.state is not MissionState.DRAFT:
        tokens.add("role:hr")
        if mission.pilot is not None and not mission.pilot.sponsor.is_external:
            tokens.add(f"person:{mission.pilot.sponsor_id}")
    if mission.published_at is not None:
        tokens.add(EMPLOYEES)
        if mission.audience is not Audience.EMPLOYEES:
            tokens.add(EXTERNALS)
    return frozenset(tokens)
