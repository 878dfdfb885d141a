"""What people do with missions. Each verb is one transaction; shares are percents of a week, weeks are Mondays."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal import policies
from portal.core import audit, clock, submission
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions import notifications
from portal.missions.drafts import MissionData, write_fields, write_seats
from portal.missions.edits import EDITABLE_STATES, check_edit
from portal.missions.models import Brief, Mission, MissionState, Seat
from portal.missions.rules import missing
from portal.missions.workflow import MISSION, mission_cancelled, mission_completed, owners_changed
from portal.organization.models import Person

LONGEST_TEXT = 4000


def start_mission(actor: Person, data: MissionData, *, key: str | None) -> Mission:
    """Keep a draft that `actor` owns. The same `key` twice gives the same mission.

    Raises `Forbidden` for an external, `Invalid` when the co-owner cannot be one.
    """
    if not policies.mission_write(actor):
        raise Forbidden(_l("Missions are started by employees."), code="mission.write")
    return submission.once(actor, key, Mission, lambda session: _start(session, actor, data))


def _start(session: Session, actor: Person, data: MissionData) -> Mission:
    mission = Mission(owner_id=actor.id, unit_id=actor.unit_id, brief=Brief(), seats=[])
    check_edit(mission, data)
    write_fields(mission, data)
    write_seats(mission, data)
    session.add(mission)
    session.flush()
    audit.record(actor, mission, "started", to_state=mission.state)
    notifications.mark_for_index(mission)
    return mission


def edit_mission(
    actor: Person, mission: Mission, data: MissionData, *, version: int | None, key: str | None = None
) -> Mission:
    """Change a mission. `version` is the one its author was reading; the same `key` twice changes it once.

    Raises `Forbidden`, `Conflict` (someone changed it, or its state no longer allows it), `Invalid` with the fields
    concerned. Once published it must stay complete, keeps its pilot and its seats, and addresses no fewer people.
    """
    if not policies.mission_own(actor, mission):
        raise Forbidden(_l("Only those who own the mission edit it."), code="mission.edit")
    with transaction() as session:
        _hold(mission)
        if submission.earlier_result(actor, key) == mission.public_id:
            return mission
        mission.expect(version)
        if mission.state not in EDITABLE_STATES:
            raise Conflict(_l("This mission can no longer be edited."), code="mission.edit")
        before = sum(seat.places for seat in mission.seats)
        co_owner_id = mission.co_owner_id
        check_edit(mission, data)
        changed = write_fields(mission, data) + write_seats(mission, data)
        # The version counts changes of the brief and of the seats too.
        flag_modified(mission, "title_fr")
        session.flush()
        if mission.published_at is not None:
            _check_complete(actor, mission)
        if mission.state is MissionState.STAFFED and sum(seat.places for seat in mission.seats) > before:
            MISSION.apply(actor, mission, "reopen")
        if mission.co_owner_id != co_owner_id:
            owners_changed(mission)
        if changed:
            audit.record(actor, mission, "edited", data={"fields": changed})
            notifications.mark_for_index(mission)
        submission.remember(actor, key, mission.public_id)
    return mission


def _hold(mission: Mission) -> None:
    """Read the mission and its seats afresh and keep others from changing them until the commit."""
    db.session.refresh(mission, with_for_update={"key_share": True, "of": Mission})
    seats = sa.select(Seat).where(Seat.mission_id == mission.id).order_by(Seat.id).with_for_update(key_share=True)
    db.session.scalars(seats.execution_options(populate_existing=True)).all()


def _check(actor: Person, mission: Mission, name: str, version: int | None) -> None:
    """Hold the mission; who may, then whether they saw it as it stands, then whether it is still possible."""
    _hold(mission)
    if MISSION[name].who(actor, mission):
        mission.expect(version)
    MISSION.check(actor, mission, name)


def _check_complete(actor: Person, mission: Mission) -> None:
    found = missing(mission, clock.today(), actor.locale)
    if found:
        raise Invalid(_l("The mission is not complete yet."), fields=found, code="mission.incomplete")


def submit_mission(actor: Person, mission: Mission, *, version: int | None = None) -> Mission:
    """Ask for validation; human resources and the pilot's sponsor are told. Raises `Invalid` with what is missing."""
    with transaction():
        _check(actor, mission, "submit", version)
        MISSION.apply(actor, mission, "submit", rules_id=_rules_id(mission))
        _check_complete(actor, mission)
        notifications.tell_submitted(actor, mission)
        notifications.mark_for_index(mission)
    return mission


def _rules_id(mission: Mission) -> int | None:
    return mission.pilot.current_rules.id if mission.pilot is not None else None


def request_changes(actor: Person, mission: Mission, *, text: str, version: int | None = None) -> Mission:
    """Send it back with what to change; those who own it read the text. Raises `Invalid` when it is empty."""
    with transaction():
        _check(actor, mission, "request_changes", version)
        text = _text(text, _l("Say what to change: those who own the mission will read it."))
        MISSION.apply(actor, mission, "request_changes", text=text)
        notifications.tell_changes_requested(actor, mission, text=text)
        notifications.mark_for_index(mission)
    return mission


def publish_mission(actor: Person, mission: Mission, *, version: int | None = None) -> Mission:
    """Open it to those it addresses; those who own it are told.

    Raises `Invalid` when it is no longer complete, for instance because its pilot stopped meanwhile.
    """
    with transaction():
        _check(actor, mission, "publish", version)
        _check_complete(actor, mission)
        mission.published_at = mission.published_at or clock.now()
        MISSION.apply(actor, mission, "publish", rules_id=_rules_id(mission))
        notifications.tell_published(actor, mission)
        notifications.mark_for_index(mission)
    return mission


def start_work(actor: Person, mission: Mission, *, version: int | None = None) -> Mission:
    """The work begins, with the places taken so far."""
    return _advance(actor, mission, "start", version)


def complete_mission(actor: Person, mission: Mission, *, version: int | None = None) -> Mission:
    """The work is done: everyone's part is completed, and what follows is set going."""
    with transaction():
        _check(actor, mission, "complete", version)
        MISSION.apply(actor, mission, "complete")
        mission_completed(actor, mission)
        notifications.mark_for_index(mission)
    return mission


def close_mission(actor: Person, mission: Mission, *, version: int | None = None) -> Mission:
    """Nothing is left to do about it."""
    return _advance(actor, mission, "close", version)


def _advance(actor: Person, mission: Mission, name: str, version: int | None) -> Mission:
    with transaction():
        _check(actor, mission, name, version)
        MISSION.apply(actor, mission, name)
        notifications.mark_for_index(mission)
    return mission


def cancel_mission(actor: Person, mission: Mission, *, text: str, version: int | None = None) -> Mission:
    """Stop it; everyone who applied or holds a place is told, and the other owners read the text.

    Raises `Invalid` when the text is empty, unless nobody else ever read the mission.
    """
    with transaction():
        _check(actor, mission, "cancel", version)
        wanted = None if mission.state is MissionState.DRAFT else _l("Say why: those concerned will read it.")
        text = _text(text, wanted)
        MISSION.apply(actor, mission, "cancel", text=text)
        mission_cancelled(actor, mission)
        notifications.tell_cancelled(actor, mission, text=text)
        notifications.mark_for_index(mission)
    return mission


def check_may(actor: Person, mission: Mission, name: str) -> None:
    """Raise `Forbidden` when the step `name`, a transition or `accepting`, is never this person's to take."""
    if name != "accepting":
        MISSION.permit(actor, mission, name)
    elif not policies.mission_own(actor, mission):
        raise Forbidden(_l("Only those who own the mission decide this."), code="mission.accepting")


def set_accepting(actor: Person, mission: Mission, accepting: bool, *, version: int | None = None) -> Mission:
    """Open or close applications to a published mission, nothing else changes. Asking twice changes nothing more."""
    check_may(actor, mission, "accepting")
    with transaction():
        _hold(mission)
        mission.expect(version)
        if mission.state is not MissionState.PUBLISHED:
            raise Conflict(_l("This mission is not open any more."), code="mission.accepting")
        if mission.accepts_applications is not accepting:
            mission.accepts_applications = accepting
            audit.record(actor, mission, "applications_opened" if accepting else "applications_closed")
            notifications.mark_for_index(mission)
    return mission


def _text(value: str | None, wanted: Any) -> str:
    value = (value or "").strip()
    if wanted is not None and not value:
        raise Invalid(fields={"text": wanted})
    if len(value) > LONGEST_TEXT:
        raise Invalid(fields={"text": _l("Keep it under %(count)s characters.", count=LONGEST_TEXT)})
    return value
