"""What a request for time opens of a profile: whoever decides on it meanwhile reads what a manager does."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from portal.allocations.models import WAITING_STATES, Authorization, AuthorizationState
from portal.core.prepared import reading
from portal.talents.models import Circle
from portal.talents.visibility import Quality, Reader, Tie, further_ties

_UNDECIDED = (*WAITING_STATES, AuthorizationState.COUNTERED)


def decider_ties(reader: Reader, person_ids: Collection[int]) -> dict[int, Tie]:
    """Those of these people on whose time `reader` has to decide, in the place of a manager or of the next level."""
    rows = reading().execute(
        sa.select(Authorization.person_id, sa.func.max(Authorization.mission_id))
        .where(
            Authorization.person_id.in_(person_ids),
            Authorization.decider_id == reader.id,
            Authorization.state.in_(_UNDECIDED),
        )
        .group_by(Authorization.person_id)
    )
    return {person_id: Tie(Circle.RESPONSIBLE, Quality.DECIDER, mission_id) for person_id, mission_id in rows}


if decider_ties not in further_ties:
    further_ties.append(decider_ties)
