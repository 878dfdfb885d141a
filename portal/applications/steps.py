"""Parts of a service that run inside the caller's transaction: taking a place, giving it back, confirming it.

Rows are locked in one order everywhere: mission, seat, application. Two people acting at once then wait for each other
instead of blocking each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from portal.applications import notifications
from portal.applications.models import Application, ApplicationState, Terms
from portal.applications.workflow import APPLICATION, seat_confirmed, seat_given_up
from portal.core import clock
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.extensions import db
from portal.missions.models import Mission, MissionState, Seat
from portal.missions.workflow import MISSION
from portal.organization.models import Person

HOLDING_STATES = frozenset({ApplicationState.ACCEPTED, ApplicationState.PENDING_CLEARANCE, ApplicationState.CONFIRMED})
_SETTLED_STATES = (ApplicationState.CONFIRMED, ApplicationState.COMPLETED)


def hold_mission(mission: Mission) -> None:
    """Read the mission afresh and keep others from changing it, or from counting its places, until the commit."""
    db.session.refresh(mission, with_for_update={"key_share": True, "of": Mission})


def advance(actor: Person | None, application: Application, name: str, **what: Any) -> None:
    """Make transition `name` and note when. Raises what `Workflow.apply` raises."""
    APPLICATION.apply(actor, application, name, **what)
    application.changed_at = clock.now()


def take_place(seat: Seat) -> None:
    """Take one place of `seat` by one conditional UPDATE. Raises `Conflict` when every place is taken."""
    taken = db.session.execute(
        sa.update(Seat)
        .where(Seat.id == seat.id, Seat.taken < Seat.places)
        .values(taken=Seat.taken + 1)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_l("The last place was taken a moment ago. Your offer stays in reserve."), code="seat.full")
    db.session.expire(seat, ["taken"])


def give_place_back(seat: Seat) -> None:
    """Give back one place of `seat`, if one is taken."""
    db.session.execute(
        sa.update(Seat)
        .where(Seat.id == seat.id, Seat.taken > 0)
        .values(taken=Seat.taken - 1)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(seat, ["taken"])


def confirm_seat(
    actor: Person | None,
    application: Application,
    *,
    terms: Terms | None = None,
    tell: Callable[[Application], None] = notifications.tell_confirmed,
) -> None:
    """The time is authorized, or the engagement confirmed: the place is theirs, and both sides are told.

    `terms` are what is agreed from now on, when clearance changed them; `tell` says it in other words. The mission is
    staffed when every place of every seat is confirmed. Raises `Conflict` when the application no longer waits for
    clearance.
    """
    mission = application.mission
    hold_mission(mission)
    advance(actor, application, "confirm")
    if terms is not None:
        application.agreed = terms
    if mission.state is MissionState.PUBLISHED and is_staffed(mission):
        MISSION.apply(actor, mission, "staff")
    tell(application)
    seat_confirmed(actor, application)


def is_staffed(mission: Mission) -> bool:
    """Whether every place of every seat is confirmed."""
    places = db.session.scalar(sa.select(sa.func.sum(Seat.places)).where(Seat.mission_id == mission.id)) or 0
    settled = db.session.scalar(
        sa.select(sa.func.count())
        .select_from(Application)
        .where(Application.mission_id == mission.id, Application.state.in_(_SETTLED_STATES))
    )
    return places > 0 and settled == places


def vacate_seat(actor: Person | None, application: Application, name: str, **what: Any) -> None:
    """Leave a held place by transition `name`: counter, mission and followers in order. Tells nobody by itself.

    `what` is what the event says beside (`text`, `data`).

    Raises `Conflict` when the transition is no longer possible.
    """
    APPLICATION.check(actor, application, name)
    mission = application.mission
    hold_mission(mission)
    give_place_back(application.seat)
    advance(actor, application, name, **what)
    if mission.state is MissionState.STAFFED:
        MISSION.apply(actor, mission, "reopen")
    seat_given_up(actor, application)


def release_seat(
    actor: Person | None,
    application: Application,
    *,
    text: str = "",
    reason: Any = None,
    tell: Callable[[Application], None] | None = None,
) -> None:
    """Clearance was refused or taken back: the place is free again, a staffed mission reopens, both sides are told.

    `text` is what both read; `reason` the words of a coded reason, shown in the reader's language when lazy. `tell`
    says it in other words.
    """
    vacate_seat(actor, application, "release", text=text)
    if tell is not None:
        tell(application)
    else:
        notifications.tell_released(application, text=text, reason=reason)


def complete_seat(actor: Person | None, application: Application) -> None:
    """The mission is completed: so is this person's part. Tells the talent what comes next."""
    advance(actor, application, "complete")
    notifications.tell_completed(application)
