"""Who may find what, as tokens of the index.

A document is found by those who share a token with it. The tokens say the same as `visible_to` of each feature (a test
compares them, person by person); every hit is read again through `visible_to` all the same.
"""

from __future__ import annotations

from portal import policies
from portal.missions.models import Mission, MissionState, Stage
from portal.organization.models import Person

EMPLOYEES = "employees"
EXTERNALS = "externals"
PANEL = "panel"
PERSON = "person:"
# Which externals find a published mission at each stage: see `policies.mission_reaches`.
_AT_STAGE = {Stage.INTERNAL: frozenset[str](), Stage.PANEL: frozenset({PANEL}), Stage.OPEN: frozenset({EXTERNALS})}


def readers_of(person: Person) -> frozenset[str]:
    """The tokens of someone who searches."""
    side = EMPLOYEES if policies.is_employee(person) else EXTERNALS
    panel = {PANEL} if person.is_external and person.in_panel else set()
    return frozenset({side, *panel, f"{PERSON}{person.id}", *(f"role:{role.value}" for role in person.roles)})


def readers_of_mission(mission: Mission) -> frozenset[str]:
    """Those who own it; once it is no draft, human resources and the sponsor; once published, those it reaches."""
    tokens = {f"{PERSON}{mission.owner_id}"}
    if mission.co_owner_id is not None:
        tokens.add(f"{PERSON}{mission.co_owner_id}")
    if mission.state is not MissionState.DRAFT:
        tokens.add("role:hr")
        if mission.pilot is not None and not mission.pilot.sponsor.is_external:
            tokens.add(f"{PERSON}{mission.pilot.sponsor_id}")
    if mission.published_at is not None:
        tokens |= {EMPLOYEES, *_AT_STAGE[mission.stage]}
    return frozenset(tokens)
