"""The rooms of the missions under way: each holds those who have a place, what is to be done for them, a few links,
and the notes of their last weeks."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from portal.applications.models import Application
from portal.core import clock
from portal.missions.models import Mission, MissionState
from portal.rooms.models import Room, RoomLink, RoomMember, RoomNote, RoomTask
from portal.rooms.queries import ON_IT
from portal.rooms.rules import STARTING_LIST, first_due
from tests.bench.chance import Chance
from tests.bench.writer import Writer

LINKS, WEEKS = 5, 8
_RUNNING = (MissionState.IN_PROGRESS, MissionState.PAUSED)


def build_rooms(writer: Writer, chance: Chance) -> None:
    """One for each mission that is written already and under way."""
    begun = sa.select(Mission.id, Mission.owner_id, Mission.published_at).where(Mission.state.in_(_RUNNING))
    held = sa.select(Application.id, Application.mission_id, Application.person_id).where(Application.state.in_(ON_IT))
    members: dict[int, list[tuple[int, int]]] = {}
    for application_id, mission_id, person_id in writer.connection.execute(held.order_by(Application.id)):
        members.setdefault(mission_id, []).append((application_id, person_id))
    for mission_id, owner_id, published_at in writer.connection.execute(begun.order_by(Mission.id)).all():
        room_id = writer.key(Room)
        opened_on = clock.local_day(published_at)
        row = {"id": room_id, "public_id": chance.public_id(), "mission_id": mission_id, "created_at": published_at}
        writer.add(Room, **row, opened_on=opened_on, next_text="", next_lang="fr")
        own = _Own(writer, chance, room_id)
        for number in range(LINKS):
            own.add(RoomLink, title=f"Folder {number}", address=f"https://files.example/{number}", by_id=owner_id)
        for application_id, person_id in members.get(mission_id, ()):
            writer.add(
                RoomMember,
                **own.keys(RoomMember),
                application_id=application_id,
                person_id=person_id,
                role="Carries a part of it",
            )
            for kind in STARTING_LIST:
                due_on = first_due(kind, opened_on)
                own.add(RoomTask, kind=kind, for_id=person_id, charge_id=owner_id, due_on=due_on)
            for number in range(1, WEEKS + 1):
                week = clock.this_week() - timedelta(weeks=number)
                own.add(
                    RoomNote, person_id=person_id, week=week, well="Two more interviews.", is_shared=number % 2 == 0
                )


class _Own:
    """Writes what stands in one room."""

    def __init__(self, writer: Writer, chance: Chance, room_id: int) -> None:
        self.writer, self.chance, self.room_id = writer, chance, room_id

    def keys(self, model: type[RoomMember | RoomTask | RoomLink | RoomNote]) -> dict[str, object]:
        """What every row says."""
        return {"id": self.writer.key(model), "public_id": self.chance.public_id(), "room_id": self.room_id}

    def add(self, model: type[RoomTask | RoomLink | RoomNote], **row: object) -> None:
        """One row."""
        self.writer.add(model, **self.keys(model), **row)
