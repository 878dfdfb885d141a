"""What missions add to a pilot's page: those it holds, where they stand, what people lend them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.core.bilingual import Text, choose
from portal.core.i18n import language
from portal.core.prepared import Prepared
from portal.missions.labels import STATES, TONES
from portal.missions.models import Mission, MissionState, Seat
from portal.missions.queries import AnyReader, visible_to
from portal.organization.models import Person, Unit
from portal.pilots.extensions import pilot_panels
from portal.pilots.sheet import PilotSheet

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


class PilotMission(NamedTuple):
    """A mission of a pilot: how many of its places are taken, and the percent of one week that they add up to.

    The template unpacks it in this order.
    """

    public_id: str
    title: Text
    unit: Text
    state: MissionState
    places: int
    taken: int
    lent: int


def missions_of(actor: Person, pilot: PilotSheet, locale: str) -> list[PilotMission]:
    """The missions of a pilot that `actor` may read, those under way first."""
    rows = _missions(AnyReader.like(actor)).rows(me=actor.id, pilot_id=pilot.id)
    return [
        PilotMission(
            public_id,
            choose(title_fr, title_en, locale),
            choose(name_fr, name_en, locale),
            state,
            places or 0,
            taken or 0,
            lent or 0,
        )
        for public_id, state, title_fr, title_en, name_fr, name_en, places, taken, lent in rows
    ]


@lru_cache(maxsize=32)
def _missions(reader: AnyReader) -> Prepared:
    order = sa.case({state: number for number, state in enumerate(_ORDER)}, value=Mission.state, else_=len(_ORDER))
    shown = (
        visible_to(reader.as_person)
        .where(Mission.pilot_id == sa.bindparam("pilot_id"))
        .with_only_columns(
            Mission.id.label("id"),
            order.label("rank"),
            sa.func.coalesce(Mission.published_at, Mission.created_at).label("at"),
        )
        .order_by(sa.text("rank"), sa.text("at DESC"), Mission.id)
        .limit(MOST_SHOWN)
        .subquery()
    )
    places, taken, lent = sa.func.sum(Seat.places), sa.func.sum(Seat.taken), sa.func.sum(Seat.taken * Seat.percent)
    rows: Any = sa.select(
        *(Mission.public_id, Mission.state, Mission.title_fr, Mission.title_en, Unit.name_fr, Unit.name_en),
        *(places.label("places"), taken.label("taken"), lent.label("lent")),
    )
    return Prepared(
        rows.join_from(shown, Mission, Mission.id == shown.c.id)
        .join(Unit, Unit.id == Mission.unit_id)
        .outerjoin(Seat, Seat.mission_id == Mission.id)
        .group_by(Mission.id, Unit.id, shown.c.rank, shown.c.at)
        .order_by(shown.c.rank, shown.c.at.desc(), Mission.id)
    )


def missions_panel(actor: Person, pilot: PilotSheet) -> dict[str, Any]:
    """The panel of the pilot's page."""
    return {
        "template": "missions/_pilot_panel.html",
        "context": {"rows": missions_of(actor, pilot, language()), "state_words": STATES, "tones": TONES},
    }


pilot_panels.append(missions_panel)
