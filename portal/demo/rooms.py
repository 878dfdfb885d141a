"""The rooms of the demo's missions under way: lived in since the day they began, some better than others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import cycle
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.demo.content_files import tables
from portal.demo.missions import at
from portal.extensions import db
from portal.missions.models import Mission, MissionState
from portal.organization.models import Kind, Person
from portal.rooms.models import Room, RoomMember, RoomTask
from portal.rooms.queries import members_of, people_of
from portal.rooms.rules import Promise, due_day, end_of
from portal.rooms.services import links, people, saying, tasks
from portal.rooms.services.opening import open_room
from portal.rooms.services.tasks import Work

# Of so many people, one writes no note, one does not say how clear the brief was.
_SILENT, _MUTE = 4, 3
Draws = Mapping[str, Iterator[Any]]
_LONGEST_STORY = 6  # weeks of notes


def load_rooms() -> None:
    """Open each room on the day the work began, then tell what happened there since."""
    content = tables("rooms.toml")
    draws = {name: cycle(lines) for name, lines in content.items() if isinstance(lines, list)}
    for number, (mission_id, started_on) in enumerate(_started()):
        with clock.at(at(started_on, 9)), transaction() as session:
            mission = session.get_one(Mission, mission_id)
            room_id = open_room(mission.owner, mission).id
        _furnish(room_id, number, started_on, content, draws)
        _live(room_id, number, started_on, draws)


def _started() -> list[tuple[int, date]]:
    """The missions under way, or put aside since, with the day the work began."""
    state = sa.or_(Mission.state == MissionState.IN_PROGRESS, Mission.paused_from == MissionState.IN_PROGRESS)
    rows = db.session.execute(
        sa.select(Mission.id, Event.at)
        .join(Event, sa.and_(Event.subject_type == Mission.__tablename__, Event.subject_id == Mission.id))
        .where(state, Event.action == "start")
        .order_by(Mission.id)
    )
    return [(mission_id, clock.local_day(started_at)) for mission_id, started_at in rows]


def _furnish(room_id: int, number: int, started_on: date, content: Mapping[str, Any], draws: Draws) -> None:
    """On the first days: links, roles, a buddy each, and someone to turn to in one room of two."""
    with clock.at(at(started_on + timedelta(days=1), 10)):
        room = db.session.get_one(Room, room_id)
        owner, key = room.mission.owner, room.mission.public_id[:6]
        for link in content["links"][: 2 + number % 2]:
            address = link["address"] % key
            links.add_link(owner, room, title=link["title"], address=address, about=link["about"], key=None)
        if number % 2:
            people.add_contact(owner, room, _colleague(room).id, about=content["contact"])
        due_on = clock.add_working_days(clock.today(), 15)
        tasks.add_task(owner, room, Work(content["task"], owner.public_id, "", due_on), key=None)
        members = members_of(room)
        for place, member in enumerate(members):
            buddy = members[place - 1].person if len(members) > 1 else room.mission.co_owner or owner
            people.describe_member(owner, member, role=next(draws["roles"]), buddy=buddy.public_id, version=None)


def _colleague(room: Room) -> Person:
    """An employee of the mission's unit who is not in the room."""
    here = {person.id for person in people_of(room).values()}
    select = sa.select(Person).where(
        Person.unit_id == room.mission.unit_id,
        Person.kind == Kind.EMPLOYEE,
        Person.left_on.is_(None),
        Person.id.not_in(here),
    )
    return db.session.scalars(select.order_by(Person.id).limit(1)).one()


def _live(room_id: int, number: int, started_on: date, draws: Draws) -> None:
    room = db.session.get_one(Room, room_id)
    for place, member in enumerate(members_of(room)):
        rank = number + place
        arrives_on = max(member.application.terms.first_week, started_on)
        _settle(member, arrives_on)
        if arrives_on > clock.today():
            continue
        if rank % _MUTE != 1:
            answer = next(draws["clarity"])
            with clock.at(at(min(arrives_on + timedelta(days=4), clock.today()), 16)):
                saying.rate_brief(member.person, room, clarity=answer["value"], text=answer["text"])
        if rank % _SILENT != 3 and room.mission.state is MissionState.IN_PROGRESS:
            _write(member, arrives_on, draws, until_now=rank % 2 == 0)
    _say_next(room, number, draws)
    if number % 3 == 0:
        for member in members_of(room)[:1]:
            saying.write_outcome(room.mission.owner, member, outcome=next(draws["outcomes"]), lang="fr", version=None)


def _settle(member: RoomMember, arrives_on: date) -> None:
    """What was due is done on its day, but for one task in five, which waits."""
    select = sa.select(RoomTask).where(
        RoomTask.room_id == member.room_id, RoomTask.for_id == member.person_id, RoomTask.due_on < clock.today()
    )
    for task in db.session.scalars(select.order_by(RoomTask.id)).all():
        if task.id % 5:
            with clock.at(at(max(task.due_on, arrives_on), 15)):
                tasks.mark_done(task.charge if task.id % 2 else member.person, task, version=None)


def _write(member: RoomMember, arrives_on: date, draws: Draws, *, until_now: bool) -> None:
    """A note each Friday, the last weeks; this week too for some."""
    room = member.room
    weeks = clock.weeks_between(arrives_on, min(clock.today(), member.application.terms.last_week))[-_LONGEST_STORY:]
    for week in weeks if until_now else weeks[:-1]:
        note = next(draws["notes"])
        lines = saying.Lines(note["well"], note["hindered"], note["needs"])
        with clock.at(at(min(clock.week_end(week), clock.today()), 14)):
            saying.write_note(member.person, room, lines, is_shared=week.day % 3 == 0)


def _say_next(room: Room, number: int, draws: Draws) -> None:
    """One owner in two keeps the promise, one keeps it late, one has not kept it yet."""
    ends_on = end_of(member.application.terms.last_week for member in members_of(room))
    if ends_on is None or number % 4 == 3:
        return
    promise = Promise(due_day(ends_on, room.opened_on), ends_on, None)
    said_on = promise.due_on + timedelta(days=5 if number % 4 == 2 else -3)
    if room.opened_on <= said_on <= clock.today():
        with clock.at(at(said_on, 11)):
            saying.say_next(room.mission.owner, room, text=next(draws["nexts"]), lang="fr", version=None)
