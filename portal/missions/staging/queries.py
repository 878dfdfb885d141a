"""Reading how missions opened."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.core import clock
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import Audience, Mission, MissionState, Stage
from portal.missions.staging.models import MissionOpening, MissionReader


def openings_of(mission_id: int) -> Sequence[MissionOpening]:
    """The stages it opened to, the first first, with who opened them."""
    openings = sa.select(MissionOpening).where(MissionOpening.mission_id == mission_id)
    return db.session.scalars(
        openings.options(joinedload(MissionOpening.by)).order_by(MissionOpening.opened_at, MissionOpening.stage.desc())
    ).all()


def boxes_over() -> Sequence[int]:
    """The ids of the open missions that were offered inside until today, or before."""
    return db.session.scalars(
        sa.select(Mission.id)
        .where(
            Mission.state == MissionState.PUBLISHED,
            Mission.stage == Stage.INTERNAL,
            Mission.audience != Audience.EMPLOYEES,
            Mission.internal_until <= clock.today(),
        )
        .order_by(Mission.id)
    ).all()


_READ = Prepared(
    sa.select(MissionReader.person_id).where(
        MissionReader.mission_id == sa.bindparam("mission_id"), MissionReader.person_id == sa.bindparam("me")
    )
)


def has_read(person_id: int, mission_id: int) -> bool:
    """Whether it is known already that they read it while it was offered inside."""
    return _READ.row(mission_id=mission_id, me=person_id) is not None
