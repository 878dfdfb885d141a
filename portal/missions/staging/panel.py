"""On the page of a mission: how far it is open, and what proves that it was offered inside first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal import policies
from portal.missions.extensions import mission_panels
from portal.missions.models import Audience, MissionState, Stage
from portal.missions.sheet import MissionSheet
from portal.missions.staging.queries import openings_of
from portal.missions.staging.rules import is_early, next_stage
from portal.organization.models import Person


@dataclass(frozen=True)
class Opening:
    """What those who own or validate it read: see `MissionOpening`."""

    stage: Stage
    at: Any
    who: str
    is_early: bool
    reason: str
    proof: tuple[int, int, int]


def stage_panel(actor: Person, mission: MissionSheet) -> dict[str, Any] | None:
    """For those who own it and for those who validate, once it is published, if it addresses externals."""
    told = policies.mission_own(actor, mission) or policies.mission_validate(actor, mission)
    if not told or mission.published_at is None or mission.audience is Audience.EMPLOYEES:
        return None
    openings = [
        Opening(
            one.stage,
            one.opened_at,
            one.by.full_name if one.by is not None else "",
            one.is_early,
            one.reason,
            (one.seen, one.invited, one.answered),
        )
        for one in openings_of(mission.id)
    ]
    opens = policies.mission_own(actor, mission) and mission.state is MissionState.PUBLISHED
    context = {
        "mission": mission,
        "openings": openings,
        "following": next_stage(mission) if opens else None,
        "is_early": is_early(mission),
    }
    return {"template": "missions/_stage_panel.html", "context": context, "place": "aside"}


mission_panels.append(stage_panel)
