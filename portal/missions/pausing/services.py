"""Putting a mission aside and taking it up again. Each verb is one transaction."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Mission, MissionState
from portal.missions.notifications import mark_for_index
from portal.missions.pausing import notifications
from portal.missions.pausing.models import MissionPause
from portal.missions.pausing.queries import running_pause
from portal.missions.services import check_step, hold
from portal.missions.workflow import MISSION, mission_paused, mission_resumed
from portal.organization.models import Person

LONGEST_PAUSE = timedelta(days=183)


def pause_mission(
    actor: Person, mission: Mission, *, text: str, until: date | None, version: int | None = None
) -> Mission:
    """Put it aside until a day, or until someone takes it up again; whoever applied or holds a place reads why.

    Raises `Invalid` without a reason, or for a day that is past or more than six months away.
    """
    with transaction() as session:
        check_step(actor, mission, "pause", version)
        text = checked_text(text, "text", required=_l("Say why: those concerned will read it."))
        if until is not None and not clock.today() < until <= clock.today() + LONGEST_PAUSE:
            raise Invalid(fields={"until": _l("Choose a day within the next six months, or none.")})
        mission.paused_from, mission.paused_until = mission.state, until
        said: dict[str, Any] = {"until": until.isoformat()} if until is not None else {}
        MISSION.apply(actor, mission, "pause", text=text, data=said)
        session.add(MissionPause(mission_id=mission.id, reason=text, by_id=actor.id))
        notifications.tell_paused(actor, mission, text=text)
        mission_paused(actor, mission, text)
        mark_for_index(mission)
    return mission


def resume_mission(actor: Person, mission: Mission, *, version: int | None = None) -> Mission:
    """Take it up again where it was; the days that were waited for are moved by as much, and everyone is told."""
    with transaction():
        check_step(actor, mission, "resume", version)
        _resume(actor, mission, "resume")
    return mission


def resume_on_day(mission: Mission) -> bool:
    """Take it up again on the day that was announced. Returns False when it is no longer so."""
    with transaction():
        hold(mission)
        until = mission.paused_until
        if mission.state is not MissionState.PAUSED or until is None or until > clock.today():
            return False
        _resume(None, mission, "resume_on_day")
    return True


def _resume(actor: Person | None, mission: Mission, name: str) -> None:
    MISSION.apply(actor, mission, name)
    paused_on = end_pause(mission)
    notifications.tell_resumed(actor, mission)
    mission_resumed(mission, paused_on)
    mark_for_index(mission)


def end_pause(mission: Mission) -> date:
    """Note that the pause is over, inside the caller's transaction. Returns the day it began, or today without one."""
    pause = running_pause(mission)
    mission.paused_from = mission.paused_until = None
    if pause is None:
        return clock.today()
    pause.ended_at = clock.now()
    db.session.flush()
    return clock.local_day(pause.paused_at)
