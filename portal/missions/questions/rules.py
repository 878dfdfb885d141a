"""When questions are asked and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.missions.models import MissionState as S

if TYPE_CHECKING:
    from portal.missions.sheet import AnyMission

# While someone may still decide to apply: a pause is a good time to clear things up.
ASKED_IN = frozenset({S.PUBLISHED, S.PAUSED})
# An answer is welcome as long as the mission is not over.
ANSWERED_IN = ASKED_IN | {S.STAFFED, S.IN_PROGRESS}
# How many questions of one person may wait for an answer on one mission.
MOST_WAITING = 5


def takes_questions(mission: AnyMission) -> bool:
    """Whether a question may be asked on this brief now."""
    return mission.published_at is not None and mission.state in ASKED_IN
