"""A mission under way, with its room: Karim and Claire own it, Inès and Sofia hold a place."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import MissionState
from portal.notices.models import Notice
from portal.organization.models import Person
from portal.rooms.models import Room, RoomMember, RoomTask
from portal.rooms.services.opening import open_room
from tests.factories import Ref


@dataclass(frozen=True)
class Place:
    """A room and where it is. `ines` and `sofia` are their applications."""

    mission: Ref
    path: str
    ines: Ref
    sofia: Ref


@pytest.fixture
def make_room(app, cast, world):
    """`make_room()` opens the room of a mission from `first` to `last`, weeks from now."""

    def make(*, first: int = -2, last: int = 10, state: MissionState = MissionState.IN_PROGRESS, **fields) -> Place:
        owners = {"owner": cast.karim, "co_owner": cast.claire}
        mission = world.mission(**owners, state=state, first=first, last=last, places=3, **fields)
        ines, sofia = world.seated(mission, cast.ines), world.seated(mission, cast.sofia)
        with app.app_context(), transaction():
            open_room(cast.karim.person(), mission.load())
        return Place(mission, f"/missions/{mission.public_id}/room", ines, sofia)

    return make


@pytest.fixture
def room(make_room) -> Place:
    """A room ten weeks before its end."""
    return make_room()


@pytest.fixture
def tasks_of(app):
    """The tasks of a room for someone, by their kinds: (public id, whether done, whether taken away)."""

    def read(place: Place, person) -> dict[str, tuple[str, bool, bool]]:
        select = sa.select(RoomTask).join(RoomTask.room).where(Room.mission_id == place.mission.id)
        with app.app_context():
            found = db.session.scalars(select.where(RoomTask.for_id == person.id))
            return {
                task.kind.value: (task.public_id, task.done_at is not None, task.removed_at is not None)
                for task in found
            }

    return read


@pytest.fixture
def member(app):
    """`member(place, cast.ines)`: their part in the room, read afresh and free of any session."""

    def read(place: Place, person) -> RoomMember:
        select = sa.select(RoomMember).join(RoomMember.room)
        with app.app_context():
            found = db.session.scalar(
                select.where(Room.mission_id == place.mission.id, RoomMember.person_id == person.id)
            )
            db.session.expunge(found)
            return found

    return read


@pytest.fixture
def told(app):
    """Who was told what in rooms: a list of (given name, event), in alphabetical order."""

    def read() -> list[tuple[str, str]]:
        with app.app_context():
            rows = db.session.scalars(sa.select(Notice).where(Notice.event.like("rooms/%"))).all()
            names = [(db.session.get_one(Person, notice.person_id).given_name, notice.event) for notice in rows]
            return sorted((name, event.partition("/")[2]) for name, event in names)

    return read


@pytest.fixture
def actions(app):
    """What the history says was done to one kind of thing, in order."""

    def read(table: str) -> list[str]:
        with app.app_context():
            events = sa.select(Event.action).where(Event.subject_type == table).order_by(Event.id)
            return list(db.session.scalars(events))

    return read


@pytest.fixture
def force():
    """Send a form that no page shows."""

    def post(browser, path, data=None, *, status):
        return browser.post(path, {"csrf_token": browser.token("/account"), **(data or {})}, status=status)

    return post
