"""Counting who reads a mission while it is offered inside, once its page is drawn: reading it writes nothing else."""

from __future__ import annotations

from flask import Response, after_this_request

from portal import policies
from portal.core.transaction import forbid_writes
from portal.missions.models import MissionState, Stage
from portal.missions.sheet import MissionSheet
from portal.missions.staging.queries import has_read
from portal.missions.staging.rules import next_stage
from portal.missions.staging.services import note_reader
from portal.organization.models import Person


def note_when_answered(reader: Person, mission: MissionSheet) -> None:
    """Note that an employee whom it addresses read it, if it is offered inside now and they are not counted yet."""
    boxed = mission.state is MissionState.PUBLISHED and mission.stage is Stage.INTERNAL
    if not boxed or next_stage(mission) is None or not policies.application_submit(reader, mission):
        return
    if has_read(reader.id, mission.id):
        return

    @after_this_request
    def note(response: Response) -> Response:
        if response.status_code == 200:
            forbid_writes(False)
            note_reader(reader.id, mission.id)
        return response
