"""Keeping posts alive or letting them end. Each verb is one transaction."""

from __future__ import annotations

from portal.core import audit, clock
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.expiring import notifications
from portal.missions.expiring.models import Freshness
from portal.missions.expiring.queries import current_day, paused_days
from portal.missions.expiring.rules import EXPIRE, due_step, last_day, may_reopen
from portal.missions.models import Mission, MissionState
from portal.missions.notifications import mark_for_index
from portal.missions.services import check_complete, check_may, check_step, hold
from portal.missions.workflow import MISSION, mission_expired, mission_reopened
from portal.organization.models import Person


def confirm_current(actor: Person, mission: Mission, *, version: int | None = None) -> Mission:
    """Say, after a fresh look, that it is still current: it is as young as on its first day. Twice a day is once.

    Raises `Conflict` when it is not published, `Invalid` when the weeks of one of its places are past.
    """
    check_may(actor, mission, "still_current")
    with transaction():
        hold(mission)
        mission.expect(version)
        if mission.state is not MissionState.PUBLISHED:
            raise Conflict(_l("This mission is not open any more."), code="mission.still_current")
        _check_weeks(mission)
        fresh = _held_freshness(mission)
        if fresh.current_on != clock.today():
            _renew(fresh)
            audit.record(actor, mission, "still_current")
            mark_for_index(mission)
    return mission


def reopen_expired(actor: Person, mission: Mission, *, version: int | None = None) -> Mission:
    """Open it again as it was validated, within a month of its expiry; later, a copy goes through validation.

    Raises `Conflict` when it is too late, `Invalid` with what the mission lacks or the weeks that are past.
    """
    with transaction():
        check_step(actor, mission, "open_again", version)
        fresh = _held_freshness(mission)
        if not may_reopen(fresh.expired_on, clock.today()):
            raise Conflict(
                _l("It expired more than a month ago: make a copy, which is validated again."), code="mission.too_old"
            )
        check_complete(actor, mission)
        _check_weeks(mission)
        MISSION.apply(actor, mission, "open_again")
        _renew(fresh)
        mission_reopened(mission)
        notifications.tell_reopened(actor, mission)
        mark_for_index(mission)
    return mission


def attend(mission: Mission) -> int | None:
    """Warn its owners or let it expire, when that is due today. Returns what was done: 60, 80, 90, or None.

    Once each, however often and by however many it is asked: the mission is held while it is looked at.
    """
    with transaction():
        hold(mission)
        if mission.state is not MissionState.PUBLISHED or any(seat.taken for seat in mission.seats):
            return None
        fresh, today = _held_freshness(mission), clock.today()
        since = current_day(mission, fresh.current_on)
        paused = paused_days(mission, since)
        step = due_step((today - since).days - paused, fresh.warned, fresh.warned_on, today)
        if step == EXPIRE:
            _expire(mission, fresh)
        elif step is not None:
            fresh.warned, fresh.warned_on = step, today
            day = last_day(since, paused, fresh.warned, fresh.warned_on, today)
            notifications.tell_aging(mission, days=(today - since).days - paused, last_day=day)
    return step


def renew(mission: Mission) -> None:
    """It is as young as on its first day. For a transaction under way that holds the mission."""
    _renew(_held_freshness(mission))


def _expire(mission: Mission, fresh: Freshness) -> None:
    MISSION.apply(None, mission, "expire")
    fresh.expired_on = clock.today()
    mission_expired(mission)
    notifications.tell_expired(mission)
    mark_for_index(mission)


def _held_freshness(mission: Mission) -> Freshness:
    """The row itself, read afresh and written when there was none; its mission is held by the caller."""
    fresh = db.session.get(Freshness, mission.id, populate_existing=True)
    if fresh is None:
        fresh = Freshness(mission_id=mission.id, warned=0)
        db.session.add(fresh)
    return fresh


def _renew(fresh: Freshness) -> None:
    fresh.current_on, fresh.warned, fresh.warned_on = clock.today(), 0, None


def _check_weeks(mission: Mission) -> None:
    if any(seat.last_week < clock.this_week() for seat in mission.seats if seat.free):
        sentence = _l("The weeks of a place are past: change them first, so that whoever applies knows when.")
        raise Invalid(_l("The mission is not current."), fields={"weeks": sentence}, code="mission.weeks")
