"""Who enters a room, and what stands in it. Every list starts from `visible_to`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.applications.models import Application, ApplicationState
from portal.core import clock
from portal.core.bilingual import Text, choose
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.extensions import Base, db
from portal.missions.models import Mission, MissionState
from portal.missions.queries import AnyReader, owned_ids
from portal.organization.models import Person
from portal.organization.queries import still_here
from portal.rooms.models import Room, RoomContact, RoomLink, RoomMember, RoomNote, RoomTask
from portal.rooms.rules import PROMISE, REMINDER

Thing = TypeVar("Thing", bound=Base)
MOST_LIVED = 5

# A place that opens the room: given, and kept to the end. Who is displaced or leaves loses the room with the place.
ON_IT = (ApplicationState.CONFIRMED, ApplicationState.COMPLETED)
# Where the work goes on. `rules.is_running` says the same of one mission.
RUNNING = sa.or_(
    Mission.state == MissionState.IN_PROGRESS,
    sa.and_(Mission.state == MissionState.PAUSED, Mission.paused_from == MissionState.IN_PROGRESS),
)


def _rooms_of(actor: Any) -> sa.ColumnElement[bool]:
    """The condition on `Room`: those who own the mission, who hold a place, and whom the team may turn to."""
    held = sa.select(Application.mission_id).where(Application.person_id == actor.id, Application.state.in_(ON_IT))
    turned_to = sa.select(RoomContact.room_id).where(
        RoomContact.person_id == actor.id, RoomContact.removed_at.is_(None)
    )
    owned = sa.select(owned_ids(actor).subquery().c[0])
    return sa.or_(Room.mission_id.in_(owned), Room.mission_id.in_(held), Room.id.in_(turned_to))


def visible_to(actor: Any) -> sa.Select[Any]:
    """The rooms `actor` may enter."""
    return sa.select(Room).where(_rooms_of(actor))


def get_visible(actor: Person, public_id: str) -> Room:
    """The room of a mission, with the mission and its owners. Raises `NotFound` for strangers, and without a room."""
    select = visible_to(actor).join(Room.mission).where(Mission.public_id == public_id)
    owners = (joinedload(Mission.owner), joinedload(Mission.co_owner))
    return _found(Room, select.options(contains_eager(Room.mission).options(*owners)))


def tasks_visible_to(actor: Any) -> sa.Select[Any]:
    """The tasks of the rooms `actor` may enter, those taken away too."""
    return sa.select(RoomTask).where(RoomTask.room_id.in_(visible_to(actor).with_only_columns(Room.id)))


def get_task(actor: Person, public_id: str) -> RoomTask:
    """One task with its room. Raises `NotFound` for strangers."""
    select = _within(tasks_visible_to(actor), RoomTask).where(RoomTask.public_id == public_id)
    return _found(RoomTask, select.options(joinedload(RoomTask.newcomer), joinedload(RoomTask.charge)))


def get_link(actor: Person, public_id: str) -> RoomLink:
    """One link with its room. Raises `NotFound` for strangers."""
    links = sa.select(RoomLink).where(RoomLink.room_id.in_(visible_to(actor).with_only_columns(Room.id)))
    return _found(RoomLink, _within(links, RoomLink).where(RoomLink.public_id == public_id))


def get_contact(actor: Person, public_id: str) -> RoomContact:
    """Someone the team may turn to, with the room. Raises `NotFound` for strangers, and once taken away."""
    contacts = sa.select(RoomContact).where(RoomContact.room_id.in_(visible_to(actor).with_only_columns(Room.id)))
    select = _within(contacts, RoomContact).where(RoomContact.public_id == public_id, RoomContact.removed_at.is_(None))
    return _found(RoomContact, select.options(joinedload(RoomContact.person)))


def get_member(actor: Person, public_id: str) -> RoomMember:
    """Someone who holds a place, with the room. Raises `NotFound` for strangers, and once the place is lost."""
    members = sa.select(RoomMember).where(RoomMember.room_id.in_(visible_to(actor).with_only_columns(Room.id)))
    select = _within(members, RoomMember).join(RoomMember.application)
    select = select.where(RoomMember.public_id == public_id, Application.state.in_(ON_IT))
    return _found(RoomMember, select.options(joinedload(RoomMember.person), joinedload(RoomMember.application)))


def _within(select: sa.Select[Any], model: Any) -> sa.Select[Any]:
    owners = (joinedload(Mission.owner), joinedload(Mission.co_owner))
    return (
        select.join(model.room)
        .join(Room.mission)
        .options(contains_eager(model.room).contains_eager(Room.mission).options(*owners))
    )


def _found(model: type[Thing], select: sa.Select[Any]) -> Thing:
    found: Thing | None = db.session.scalar(select.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def room_of(mission: Mission) -> Room | None:
    """The room of a mission, whoever asks; None before it starts."""
    return db.session.scalar(sa.select(Room).where(Room.mission_id == mission.id))


def member_of(actor: Person, room: Room) -> RoomMember | None:
    """The part of `actor` in a room, while they hold a place."""
    return db.session.scalar(
        sa.select(RoomMember)
        .join(RoomMember.application)
        .where(RoomMember.room_id == room.id, RoomMember.person_id == actor.id, Application.state.in_(ON_IT))
        .options(contains_eager(RoomMember.application))
    )


def members_of(room: Room) -> list[RoomMember]:
    """Everyone who holds a place, in the order of their applications."""
    return list(
        db.session.scalars(
            sa.select(RoomMember)
            .join(RoomMember.application)
            .where(RoomMember.room_id == room.id, Application.state.in_(ON_IT))
            .options(contains_eager(RoomMember.application), joinedload(RoomMember.person))
            .order_by(RoomMember.application_id)
        )
    )


def people_of(room: Room) -> dict[str, Person]:
    """Everyone who may be put in charge of something, by their public ids: those who own the mission first, then those
    who hold a place, then those whom the team may turn to. Nobody who left the organization."""
    contacts = sa.select(RoomContact).where(RoomContact.room_id == room.id, RoomContact.removed_at.is_(None))
    turned_to = db.session.scalars(contacts.options(joinedload(RoomContact.person)).order_by(RoomContact.id))
    people = [room.mission.owner, room.mission.co_owner, *(member.person for member in members_of(room))]
    people += [contact.person for contact in turned_to]
    return {person.public_id: person for person in people if person is not None and person.left_on is None}


def note_of(member: RoomMember, week: Any) -> RoomNote | None:
    """What someone wrote for a week, if they did."""
    return db.session.scalar(
        sa.select(RoomNote).where(
            RoomNote.room_id == member.room_id, RoomNote.person_id == member.person_id, RoomNote.week == week
        )
    )


def count_standing(model: Any, room: Room) -> int:
    """How many tasks, links or contacts stand in a room."""
    standing = sa.select(sa.func.count()).select_from(model).where(model.room_id == room.id, model.removed_at.is_(None))
    return db.session.scalar(standing) or 0


# What waits for someone, for notices: the ids of the rooms or tasks.


def _running_rooms() -> sa.Select[Any]:
    return sa.select(Room.id).join(Mission, Mission.id == Room.mission_id).where(RUNNING)


def tasks_to_do(actor: Any) -> sa.Select[Any]:
    """The ids of the tasks this person is in charge of and that are not done."""
    return sa.select(RoomTask.id).where(
        RoomTask.charge_id == actor.id,
        RoomTask.done_at.is_(None),
        RoomTask.removed_at.is_(None),
        RoomTask.room_id.in_(_running_rooms()),
    )


def promises_to_keep(actor: Any) -> sa.Select[Any]:
    """The ids of the rooms where this person has still to say what comes next."""
    owned = sa.select(owned_ids(actor).subquery().c[0])
    return _running_rooms().where(Room.mission_id.in_(owned), Room.next_said_on.is_(None))


def promises_near(actor: Any) -> sa.Select[Any]:
    """Those of them that are due within a week, or past due: `rules.Promise.is_near` says the same of one."""
    leaves_soon = sa.exists().where(
        Application.mission_id == Room.mission_id,
        Application.state.in_(ON_IT),
        Application.agreed_last_week <= sa.bindparam(None, callable_=_last_week_near, type_=sa.Date()),
    )
    return promises_to_keep(actor).where(leaves_soon)


def _last_week_near() -> date:
    return clock.today() + PROMISE + REMINDER - timedelta(days=4)


def _places_of(actor: Any) -> sa.Select[Any]:
    return (
        _running_rooms()
        .join(RoomMember, RoomMember.room_id == Room.id)
        .join(Application, Application.id == RoomMember.application_id)
        .where(RoomMember.person_id == actor.id, Application.state.in_(ON_IT))
    )


def this_week() -> Any:
    """The Monday of the present week, read whenever the statement is asked."""
    return sa.bindparam(None, callable_=clock.this_week, type_=sa.Date())


def notes_to_write(actor: Any) -> sa.Select[Any]:
    """The ids of the rooms that have no note of this person for the present week."""
    written = sa.exists().where(
        RoomNote.room_id == Room.id, RoomNote.person_id == RoomMember.person_id, RoomNote.week == this_week()
    )
    return _places_of(actor).where(~written, Application.agreed_last_week >= this_week())


def briefs_to_rate(actor: Any) -> sa.Select[Any]:
    """The ids of the rooms where this person has not said how clear the brief was."""
    return _places_of(actor).where(RoomMember.clarity.is_(None))


# Those that only the clock asks for.


def promises_waiting() -> list[Any]:
    """The rooms where what comes next is not said: `room_id`, `opened_on`, `promise_told_on`, and `last_week`, the
    Monday of the last week of whoever leaves first."""
    rows = db.session.execute(
        sa.select(
            Room.id.label("room_id"),
            Room.opened_on,
            Room.promise_told_on,
            sa.func.min(Application.agreed_last_week, type_=sa.Date()).label("last_week"),
        )
        .join(Mission, Mission.id == Room.mission_id)
        .join(RoomMember, RoomMember.room_id == Room.id)
        .join(Application, Application.id == RoomMember.application_id)
        .where(Mission.state == MissionState.IN_PROGRESS, Room.next_said_on.is_(None), Application.state.in_(ON_IT))
        .group_by(Room.id)
        .order_by(Room.id)
    )
    return list(rows)


def tasks_due() -> list[RoomTask]:
    """The tasks due today or before whose due day whoever is in charge was not reminded of."""
    select = sa.select(RoomTask).where(
        RoomTask.due_on <= clock.today(),
        RoomTask.done_at.is_(None),
        RoomTask.removed_at.is_(None),
        sa.or_(RoomTask.told_due_on.is_(None), RoomTask.told_due_on != RoomTask.due_on),
        RoomTask.room_id.in_(_running_rooms().where(Mission.state == MissionState.IN_PROGRESS)),
    )
    return list(db.session.scalars(select.order_by(RoomTask.id)))


def members_at_work() -> sa.Select[Any]:
    """Those whose agreed weeks hold the present one, on missions that go on; for `chores` to narrow."""
    return (
        sa.select(RoomMember)
        .join(RoomMember.application)
        .join(RoomMember.room)
        .join(Room.mission)
        .join(RoomMember.person)
        .where(
            Mission.state == MissionState.IN_PROGRESS,
            Application.state == ApplicationState.CONFIRMED,
            Application.agreed_first_week <= clock.this_week(),
            Application.agreed_last_week >= clock.this_week(),
            still_here(),
        )
        .options(contains_eager(RoomMember.application))
        .order_by(RoomMember.id)
    )


_ME = AnyReader(is_external=False, roles=frozenset()).as_person
_ENTERS = Prepared(
    visible_to(_ME).where(Room.mission_id == sa.bindparam("mission_id", type_=sa.Integer)).with_only_columns(Room.id)
)


def may_enter(actor: Person, mission_id: int) -> bool:
    """Whether a mission has a room and `actor` may enter it. One statement."""
    return _ENTERS.row(me=actor.id, mission_id=mission_id) is not None


@dataclass(frozen=True, slots=True)
class Lived:
    """A room where someone works: its mission, and whether their note of the week or what comes next waits for them."""

    mission: str
    title: Text
    is_silent: bool
    owes_next: bool


_LIVED = Prepared(
    visible_to(_ME)
    .join(Mission, Mission.id == Room.mission_id)
    .where(RUNNING)
    .order_by(Room.opened_on.desc(), Room.id)
    .limit(MOST_LIVED)
    .with_only_columns(
        *(Mission.public_id, Mission.title_fr, Mission.title_en),
        Room.id.in_(notes_to_write(_ME)),
        Room.id.in_(promises_near(_ME)),
    )
)


def rooms_lived_in(person: Person, locale: str) -> list[Lived]:
    """The rooms of the missions under way that someone may enter, the latest first. One statement."""
    return [
        Lived(mission, choose(french, english, locale), bool(silent), bool(owes))
        for mission, french, english, silent, owes in _LIVED.rows(me=person.id)
    ]
