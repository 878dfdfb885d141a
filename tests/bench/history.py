"""The append-only events behind every state."""

from __future__ import annotations

import enum
from datetime import UTC, datetime, time

from portal.core import clock
from portal.core.audit import Event
from portal.extensions import Base
from portal.missions.models import Mission
from portal.missions.models import MissionState as M
from tests.bench.chance import Chance
from tests.bench.missions import Work
from tests.bench.writer import Writer

_PUBLISHED = (("submit", M.SUBMITTED), ("publish", M.PUBLISHED))
_STARTED = (*_PUBLISHED, ("staff", M.STAFFED), ("start", M.IN_PROGRESS))
MISSION_PATHS: dict[M, tuple[tuple[str, M], ...]] = {
    M.DRAFT: (),
    M.SUBMITTED: (("submit", M.SUBMITTED),),
    M.CHANGES_REQUESTED: (("submit", M.SUBMITTED), ("request_changes", M.CHANGES_REQUESTED)),
    M.PUBLISHED: _PUBLISHED,
    M.STAFFED: (*_PUBLISHED, ("staff", M.STAFFED)),
    M.IN_PROGRESS: _STARTED,
    M.PAUSED: (*_STARTED, ("pause", M.PAUSED)),
    M.COMPLETED: (*_STARTED, ("complete", M.COMPLETED)),
    M.CLOSED: (*_STARTED, ("complete", M.COMPLETED), ("close", M.CLOSED)),
    M.CANCELLED: (*_PUBLISHED, ("cancel", M.CANCELLED)),
    M.UNFILLED: (*_PUBLISHED, ("leave_unfilled", M.UNFILLED)),
    M.EXPIRED: (*_PUBLISHED, ("expire", M.EXPIRED)),
}


class History:
    """Writes events."""

    def __init__(self, writer: Writer, chance: Chance) -> None:
        self.writer = writer
        self.chance = chance

    def tell(
        self,
        at: datetime,
        actor_id: int | None,
        model: type[Base],
        subject_id: int,
        action: str,
        before: enum.Enum | None,
        after: enum.Enum | None,
        *,
        reason_code: str | None = None,
        text: str | None = None,
        rules_id: int | None = None,
    ) -> None:
        """One event about one row of `model`."""
        self.writer.add(
            Event,
            id=self.writer.key(Event),
            at=at,
            actor_id=actor_id,
            subject_type=model.__tablename__,
            subject_id=subject_id,
            action=action,
            from_state=before.value if before else None,
            to_state=after.value if after else None,
            reason_code=reason_code,
            text=text,
            rules_id=rules_id,
            data={},
        )

    def tell_missions(self, works: list[Work]) -> None:
        """What happened to each mission, up to its present state."""
        for work in works:
            path = MISSION_PATHS[work.state]
            if work.state is M.CANCELLED and work.published_at is None:
                path = (("cancel", M.CANCELLED),)
            before = None
            path = (("started", M.DRAFT), *path)
            for (action, after), at in zip(path, self._moments(work, len(path)), strict=True):
                self.tell(at, work.owner.id, Mission, work.id, action, before, after)
                before = after

    def _moments(self, work: Work, count: int) -> list[datetime]:
        end = clock.now() if work.over_on is None else datetime.combine(work.over_on, time(7), UTC)
        return self.chance.moments(work.created_at, max(work.created_at, min(end, clock.now())), count)
