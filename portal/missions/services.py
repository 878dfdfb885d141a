"""What moves a mission on, from its submission to its end. Each verb is one transaction."""

from __future__ import annotations

import sqlalchemy as sa

from portal import policies
from portal.core import audit, clock
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions import notifications
from portal.missions.clarity import unclear
from portal.missions.models import Mission, MissionState, Seat
from portal.missions.rules import missing
from portal.missions.staging.rules import begin
from portal.missions.workflow import (
    MISSION,
    mission_cancelled,
    mission_completed,
    mission_published,
    mission_started,
)
from portal.organization.models import Person

# Steps that leave a mission in its state, and whose they are.
STAYING = {
    "accepting": policies.mission_own,
    "still_current": policies.mission_own,
    "open_wider": policies.mission_own,
    "transfer": policies.mission_transfer,
    "dismiss_reports": policies.mission_answer_reports,
}


def hold(mission: Mission) -> None:
    """Read the mission and its seats afresh, and keep others from changing them until the commit."""
    db.session.refresh(mission, with_for_update={"key_share": True, "of": Mission})
    seats = sa.select(Seat).where(Seat.mission_id == mission.id).order_by(Seat.id).with_for_update(key_share=True)
    db.session.scalars(seats.execution_options(populate_existing=True)).all()


def check_step(actor: Person, mission: Mission, name: str, version: int | None) -> None:
    """Hold the mission; who may, then whether they saw it as it stands, then whether it is still possible."""
    hold(mission)
    if MISSION[name].who(actor, mission):
        mission.expect(version)
    MISSION.check(actor, mission, name)


def check_complete(actor: Person, mission: Mission) -> None:
    """Raise `Invalid` with what the mission must still say before others read it."""
    found = missing(mission, clock.today(), actor.locale)
    if found:
        raise Invalid(_l("The mission is not complete yet."), fields=found, code="mission.incomplete")


def check_clear(actor: Person, mission: Mission) -> None:
    """Raise `Invalid` with what the brief leaves out, when that is too much to ask anyone to apply."""
    found = unclear(mission, actor.locale)
    if found:
        raise Invalid(_l("The brief is not clear enough yet."), fields=found, code="mission.unclear")


def submit_mission(actor: Person, mission: Mission, *, version: int | None = None) -> Mission:
    """Ask for validation; human resources and the pilot's sponsor are told. Raises `Invalid` with what is missing."""
    with transaction():
        check_step(actor, mission, "submit", version)
        MISSION.apply(actor, mission, "submit", rules_id=_rules_id(mission))
        check_complete(actor, mission)
        check_clear(actor, mission)
        notifications.tell_submitted(actor, mission)
        notifications.mark_for_index(mission)
    return mission


def _rules_id(mission: Mission) -> int | None:
    return mission.pilot.current_rules.id if mission.pilot is not None else None


def request_changes(actor: Person, mission: Mission, *, text: str, version: int | None = None) -> Mission:
    """Send it back with what to change; those who own it read the text. Raises `Invalid` when it is empty."""
    with transaction():
        check_step(actor, mission, "request_changes", version)
        text = checked_text(text, "text", required=_l("Say what to change: those who own the mission will read it."))
        MISSION.apply(actor, mission, "request_changes", text=text)
        notifications.tell_changes_requested(actor, mission, text=text)
        notifications.mark_for_index(mission)
    return mission


def publish_mission(actor: Person, mission: Mission, *, version: int | None = None) -> Mission:
    """Open it to those it addresses; those who own it are told.

    Raises `Invalid` when it is no longer complete, for instance because its pilot stopped meanwhile.
    """
    with transaction():
        check_step(actor, mission, "publish", version)
        check_complete(actor, mission)
        mission.published_at = mission.published_at or clock.now()
        begin(mission)
        MISSION.apply(actor, mission, "publish", rules_id=_rules_id(mission))
        mission_published(mission)
        notifications.tell_published(actor, mission)
        notifications.mark_for_index(mission)
    return mission


def start_work(actor: Person, mission: Mission, *, version: int | None = None) -> Mission:
    """The work begins, with the places taken so far."""
    with transaction():
        check_step(actor, mission, "start", version)
        MISSION.apply(actor, mission, "start")
        mission_started(actor, mission)
        notifications.mark_for_index(mission)
    return mission


def complete_mission(actor: Person, mission: Mission, *, version: int | None = None) -> Mission:
    """The work is done: everyone's part is completed, and what follows is set going."""
    with transaction():
        check_step(actor, mission, "complete", version)
        MISSION.apply(actor, mission, "complete")
        mission_completed(actor, mission)
        notifications.mark_for_index(mission)
    return mission


def close_mission(actor: Person, mission: Mission, *, version: int | None = None) -> Mission:
    """Nothing is left to do about it."""
    with transaction():
        check_step(actor, mission, "close", version)
        MISSION.apply(actor, mission, "close")
        notifications.mark_for_index(mission)
    return mission


def cancel_mission(actor: Person, mission: Mission, *, text: str, version: int | None = None) -> Mission:
    """Stop it; everyone who applied or holds a place is told, and the other owners read the text.

    Raises `Invalid` when the text is empty, unless nobody else ever read the mission.
    """
    with transaction():
        check_step(actor, mission, "cancel", version)
        wanted = None if mission.state is MissionState.DRAFT else _l("Say why: those concerned will read it.")
        text = checked_text(text, "text", required=wanted)
        MISSION.apply(actor, mission, "cancel", text=text)
        mission_cancelled(actor, mission)
        notifications.tell_cancelled(actor, mission, text=text)
        notifications.mark_for_index(mission)
    return mission


def check_may(actor: Person, mission: Mission, name: str) -> None:
    """Raise `Forbidden` when the step `name`, a transition or one of `STAYING`, is never this person's to take."""
    if name not in STAYING:
        MISSION.permit(actor, mission, name)
    elif not STAYING[name](actor, mission):
        raise Forbidden(_l("This is not yours to decide."), code=f"mission.{name}")


def set_accepting(actor: Person, mission: Mission, accepting: bool, *, version: int | None = None) -> Mission:
    """Open or close applications to a published mission, nothing else changes. Asking twice changes nothing more."""
    check_may(actor, mission, "accepting")
    with transaction():
        hold(mission)
        mission.expect(version)
        if mission.state is not MissionState.PUBLISHED:
            raise Conflict(_l("This mission is not open any more."), code="mission.accepting")
        if mission.accepts_applications is not accepting:
            mission.accepts_applications = accepting
            audit.record(actor, mission, "applications_opened" if accepting else "applications_closed")
            notifications.mark_for_index(mission)
    return mission
