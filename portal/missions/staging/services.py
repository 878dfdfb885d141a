"""Opening a mission wider. Each verb is one transaction."""

from __future__ import annotations

import sqlalchemy as sa

from portal.core import audit
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import is_unique_violation, transaction
from portal.extensions import db
from portal.missions.models import Mission, MissionState, Stage
from portal.missions.notifications import mark_for_index
from portal.missions.services import check_may, hold
from portal.missions.staging import notifications
from portal.missions.staging.models import MissionOpening, MissionReader
from portal.missions.staging.proof import proof_of
from portal.missions.staging.queries import has_read
from portal.missions.staging.rules import is_early, next_stage
from portal.organization.models import Person

EVENTS = {Stage.PANEL: "opened_to_panel", Stage.OPEN: "opened_to_all"}


def open_wider(actor: Person, mission: Mission, *, text: str = "", version: int | None = None) -> Mission:
    """Open it to the next stage; what proves that it was offered inside is counted and kept.

    Raises `Conflict` when it is not published or opens no wider, `Invalid` without a reason before the day said:
    human resources read it.
    """
    check_may(actor, mission, "open_wider")
    with transaction():
        hold(mission)
        mission.expect(version)
        if mission.state is not MissionState.PUBLISHED or next_stage(mission) is None:
            raise Conflict(_l("This mission opens no wider."), code="mission.stage")
        why = _l("Say why it cannot wait: human resources read it.")
        _open(actor, mission, checked_text(text, "text", required=why) if is_early(mission) else "")
    return mission


def open_on_day(mission: Mission) -> bool:
    """Open it to the panel once it was offered inside as long as was said. Returns False when it is no longer so."""
    with transaction():
        hold(mission)
        boxed = mission.state is MissionState.PUBLISHED and mission.stage is Stage.INTERNAL
        if not boxed or mission.internal_until is None or next_stage(mission) is None or is_early(mission):
            return False
        _open(None, mission, "")
    return True


def _open(actor: Person | None, mission: Mission, reason: str) -> None:
    stage = next_stage(mission)
    if stage is None:
        raise Conflict(code="mission.stage")
    proof = proof_of(mission)
    opening = MissionOpening(
        mission_id=mission.id,
        stage=stage,
        by_id=actor.id if actor is not None else None,
        is_early=is_early(mission),
        reason=reason,
        **proof._asdict(),
    )
    db.session.add(opening)
    mission.stage = stage
    said = {**proof._asdict(), "is_early": opening.is_early}
    audit.record(actor, mission, EVENTS[stage], text=reason, data=said)
    notifications.tell_opened(actor, mission, opening)
    mark_for_index(mission)


def note_reader(person_id: int, mission_id: int) -> None:
    """Count an employee who reads it while it is offered inside, once."""
    try:
        with transaction() as session:
            if not has_read(person_id, mission_id):
                session.add(MissionReader(mission_id=mission_id, person_id=person_id))
    except sa.exc.IntegrityError as error:
        if not is_unique_violation(error):
            raise
