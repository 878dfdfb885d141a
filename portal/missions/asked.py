"""What was asked of the owners of a mission before it is published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from portal.missions.models import Mission, MissionState
from portal.organization.records import Record, records_of

if TYPE_CHECKING:
    from portal.missions.sheet import AnyMission

_ASKING = ("request_changes", "send_back")


def changes_asked(mission: AnyMission, records: Iterable[Record] | None = None) -> Record | None:
    """The last request for changes, while it stands; `records` is the history of the mission where it was read already,
    oldest first.
    """
    if mission.state is not MissionState.CHANGES_REQUESTED:
        return None
    told = records_of((Mission.__tablename__, mission.id)) if records is None else records
    return next((record for record in reversed([*told]) if record.action in _ASKING), None)
