"""What missions add to a pilot's page: those it holds, where they stand, what people lend them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.extensions import db
from portal.missions.labels import STATES, TONES
from portal.missions.models import Mission, MissionState
from portal.missions.queries import visible_to
from portal.organization.models import Person
from portal.pilots.extensions import pilot_panels
from portal.pilots.models import Pilot

MOST_SHOWN = 60
_ORDER = (
    MissionState.IN_PROGRESS,
    MissionState.STAFFED,
    MissionState.PUBLISHED,
    MissionState.PAUSED,
    MissionState.SUBMITTED,
    MissionState.CHANGES_REQUESTED,
    MissionState.DRAFT,
    MissionState.COMPLETED,
    MissionState.CLOSED,
)


@dataclass(frozen=True)
class PilotMission:
    """A mission of a pilot: how many of its places are taken, and the percent of one week that they add up to."""

    mission: Mission
    places: int
    taken: int
    lent: int


def missions_of(actor: Person, pilot: Pilot) -> list[PilotMission]:
    """The missions of a pilot that `actor` may read, those under way first."""
    order = sa.case({state: number for number, state in enumerate(_ORDER)}, value=Mission.state, else_=len(_ORDER))
    select = (
        visible_to(actor)
        .where(Mission.pilot_id == pilot.id)
        .options(joinedload(Mission.unit), selectinload(Mission.seats))
        .order_by(order, sa.func.coalesce(Mission.published_at, Mission.created_at).desc(), Mission.id)
        .limit(MOST_SHOWN)
    )
    return [
        PilotMission(
            mission,
            places=sum(seat.places for seat in mission.seats),
            taken=sum(seat.taken for seat in mission.seats),
            lent=sum(seat.taken * seat.percent for seat in mission.seats),
        )
        for mission in db.session.scalars(select).unique()
    ]


def missions_panel(actor: Person, pilot: Pilot) -> dict[str, Any]:
    """The panel of the pilot's page."""
    rows = missions_of(actor, pilot)
    return {
        "template": "missions/_pilot_panel.html",
        "context": {"pilot": pilot, "rows": rows, "state_words": STATES, "tones": TONES},
    }


pilot_panels.append(missions_panel)
