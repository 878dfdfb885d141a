"""Starting a mission and changing it. Each verb is one transaction."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal import policies
from portal.core import audit, submission
from portal.core.errors import Conflict, Forbidden
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.missions import notifications
from portal.missions.drafting.data import MissionData, write_fields, write_seats
from portal.missions.drafting.edits import EDITABLE_STATES, check_edit
from portal.missions.keeping.services import forget_saved
from portal.missions.models import Brief, Mission, MissionState
from portal.missions.services import check_complete, hold
from portal.missions.staging.rules import begin
from portal.missions.workflow import MISSION, mission_changed, owners_changed
from portal.organization.models import Person


def start_mission(actor: Person, data: MissionData, *, key: str | None, writers: Iterable[str] = ()) -> Mission:
    """Keep a draft that `actor` owns. The same `key` twice gives the same mission.

    What was kept of the form under the keys of `writers` while it was not saved is forgotten.

    Raises `Forbidden` for an external, `Invalid` when the co-owner cannot be one.
    """
    if not policies.mission_write(actor):
        raise Forbidden(_l("Missions are started by employees."), code="mission.write")

    def write(session: Session) -> Mission:
        forget_saved(session, actor, None, writers)
        return write_draft(session, actor, data, "started")

    return submission.once(actor, key, Mission, write)


def write_draft(session: Session, actor: Person, data: MissionData, action: str, *, text: str | None = None) -> Mission:
    """A draft that `actor` owns, inside the caller's transaction; its history says how it began.

    Raises `Invalid` when the co-owner cannot be one.
    """
    mission = Mission(owner_id=actor.id, unit_id=actor.unit_id, brief=Brief(), seats=[])
    check_edit(mission, data)
    write_fields(mission, data)
    write_seats(mission, data)
    session.add(mission)
    session.flush()
    audit.record(actor, mission, action, to_state=mission.state, text=text)
    notifications.mark_for_index(mission)
    return mission


def edit_mission(
    actor: Person,
    mission: Mission,
    data: MissionData,
    *,
    version: int | None,
    key: str | None = None,
    writers: Iterable[str] = (),
) -> Mission:
    """Change a mission. `version` is the one its author was reading; the same `key` twice changes it once.

    What was kept of the form under the keys of `writers` while it was not saved is forgotten.

    Raises `Forbidden`, `Conflict` (someone changed it, or its state no longer allows it), `Invalid` with the fields
    concerned. Once published it must stay complete, keeps its pilot and its seats, and addresses no fewer people.
    """
    if not policies.mission_own(actor, mission):
        raise Forbidden(_l("Only those who own the mission edit it."), code="mission.edit")
    with transaction() as session:
        hold(mission)
        if submission.earlier_result(actor, key) == mission.public_id:
            return mission
        mission.expect(version)
        if mission.state not in EDITABLE_STATES:
            raise Conflict(_l("This mission can no longer be edited."), code="mission.edit")
        before = sum(seat.places for seat in mission.seats)
        co_owner_id, pilot_id = mission.co_owner_id, mission.pilot_id
        check_edit(mission, data)
        changed = write_fields(mission, data) + write_seats(mission, data)
        # The version counts changes of the brief and of the seats too.
        flag_modified(mission, "title_fr")
        session.flush()
        if mission.published_at is not None:
            check_complete(actor, mission)
            begin(mission)
        if mission.state is MissionState.STAFFED and sum(seat.places for seat in mission.seats) > before:
            MISSION.apply(actor, mission, "reopen")
        if mission.co_owner_id != co_owner_id:
            owners_changed(mission)
        if changed:
            audit.record(actor, mission, "edited", data={"fields": changed})
            mission_changed(actor, mission, changed)
            # A co-owner, or the sponsor of its pilot, who is no more so reads it no longer.
            is_hidden = (mission.co_owner_id, mission.pilot_id) != (co_owner_id, pilot_id)
            notifications.mark_for_index(mission, hides=is_hidden and mission.published_at is None)
        forget_saved(session, actor, mission, writers)
        submission.remember(actor, key, mission.public_id)
    return mission
