"""The life of a mission, as one table."""

from __future__ import annotations

from typing import Any

from portal import policies
from portal.core.consequence import Consequence
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Workflow, anyone, move
from portal.missions.models import MissionState as S


def _where_it_was(mission: Any) -> S:
    return S(mission.paused_from)


MISSION = Workflow(
    "mission",
    S,
    (
        move("submit", [S.DRAFT, S.CHANGES_REQUESTED], S.SUBMITTED, policies.mission_own, _l("Submit for validation")),
        move("publish", [S.SUBMITTED], S.PUBLISHED, policies.mission_validate, _l("Publish")),
        move("request_changes", [S.SUBMITTED], S.CHANGES_REQUESTED, policies.mission_validate, _l("Ask for changes")),
        move(
            "send_back",
            [S.PUBLISHED],
            S.CHANGES_REQUESTED,
            policies.mission_answer_reports,
            _l("Send it back to those who own it"),
        ),
        move("staff", [S.PUBLISHED], S.STAFFED, anyone, system=True),
        move("reopen", [S.STAFFED], S.PUBLISHED, anyone, system=True),
        move("start", [S.PUBLISHED, S.STAFFED], S.IN_PROGRESS, policies.mission_own, _l("Start the mission")),
        move("complete", [S.IN_PROGRESS], S.COMPLETED, policies.mission_own, _l("Complete the mission")),
        move("close", [S.COMPLETED], S.CLOSED, policies.mission_own, _l("Close the mission")),
        move(
            "cancel",
            [S.DRAFT, S.SUBMITTED, S.CHANGES_REQUESTED, S.PUBLISHED, S.STAFFED, S.IN_PROGRESS, S.PAUSED],
            S.CANCELLED,
            policies.mission_cancel,
            _l("Cancel the mission"),
        ),
        move(
            "pause",
            [S.PUBLISHED, S.STAFFED, S.IN_PROGRESS],
            S.PAUSED,
            policies.mission_pause,
            _l("Pause the mission"),
        ),
        move("resume", [S.PAUSED], _where_it_was, policies.mission_pause, _l("Resume the mission")),
        move("resume_on_day", [S.PAUSED], _where_it_was, anyone, system=True),
        move(
            "leave_unfilled",
            [S.PUBLISHED, S.PAUSED, S.EXPIRED],
            S.UNFILLED,
            policies.mission_cancel,
            _l("End it without anyone"),
        ),
        move("expire", [S.PUBLISHED], S.EXPIRED, anyone, system=True),
        move("open_again", [S.EXPIRED], S.PUBLISHED, policies.mission_own, _l("Open it again")),
    ),
)

# Called inside the transaction with the mission, each time it is published: also after it was sent back.
mission_published = Consequence("a mission is published")
# Called inside the transaction with (actor, mission).
mission_started = Consequence("a mission starts")
mission_completed = Consequence("a mission is completed")
mission_cancelled = Consequence("a mission is cancelled")
# Called inside the transaction with the mission, once it has expired.
mission_expired = Consequence("a mission expired")
# Called inside the transaction with the mission, once it is open again after it expired.
mission_reopened = Consequence("an expired mission is open again")
# Called inside the transaction with (actor, mission, what is said about it), once it ended without anyone.
mission_unfilled = Consequence("a mission ended without anyone")
# Called inside the transaction with (actor, mission, why), once it is paused.
mission_paused = Consequence("a mission is paused")
# Called inside the transaction with (actor, mission, the names of what changed), once it is written.
mission_changed = Consequence("a mission was edited")
# Called inside the transaction with (mission, the day it was paused), once it is back where it was.
mission_resumed = Consequence("a mission is resumed")
# Called inside the transaction with (mission, its former owner), after someone else became its owner.
mission_transferred = Consequence("a mission has another owner")
# Called inside the transaction with the mission, once nobody who owns it is here.
mission_orphaned = Consequence("nobody owns a mission any more")
# Called inside the transaction with the mission, after its owner or co-owner became someone else (or nobody).
owners_changed = Consequence("the owners of a mission changed")
