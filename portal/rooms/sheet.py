"""A room with everything its page shows, for one reader: the columns themselves, no object of the session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.applications.models import Application
from portal.core import clock
from portal.core.bilingual import Text, choose
from portal.core.columns import Columns
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.missions.models import Brief, Mission, MissionState, Seat
from portal.missions.pausing.models import MissionPause
from portal.missions.queries import AnyReader
from portal.organization.faces import Face, face_columns
from portal.organization.models import Person
from portal.rooms.models import Room, RoomContact, RoomLink, RoomMember, RoomNote, RoomTask, TaskKind
from portal.rooms.queries import ON_IT, visible_to
from portal.rooms.rules import Promise, due_day, end_of, silent_weeks

NOTES_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Inhabitant(Face):
    """Someone of a room."""

    job_title: str
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMember:
    """Someone who holds a place: see `RoomMember`. `silent` is for how many weeks of work they wrote nothing."""

    public_id: str
    version: int
    person: Inhabitant
    seat: Text
    percent: int
    first_week: date
    last_week: date
    role: str
    buddy: Face | None
    clarity: int | None
    clarity_text: str
    rated_on: date | None
    outcome: str
    outcome_lang: str
    last_note: date | None = None
    silent: int = 0


@dataclass(frozen=True, slots=True)
class SheetContact:
    """Whom the team may turn to, and what for."""

    public_id: str
    about: str
    person: Inhabitant


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTask:
    """Something to do: see `RoomTask`. `newcomer` is empty for the whole team."""

    public_id: str
    version: int
    kind: TaskKind
    title: str
    due_on: date
    charge_id: int
    for_id: int | None
    charge: str
    newcomer: str
    done_at: datetime | None
    done_by: str
    is_removed: bool

    def is_late(self, today: date) -> bool:
        """Whether its day is past and it is not done."""
        return self.done_at is None and self.due_on < today


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A link: see `RoomLink`. `host` is where it leads."""

    public_id: str
    title: str
    address: str
    about: str
    by_id: int
    by: str
    created_at: datetime
    is_removed: bool

    @property
    def host(self) -> str:
        """The name of the site, as whoever is about to open it reads it."""
        return self.address.removeprefix("https://").partition("/")[0].partition("?")[0].partition("#")[0]


@dataclass(frozen=True, slots=True)
class SheetNote:
    """How someone's week went: see `RoomNote`."""

    person_id: int
    who: str
    week: date
    well: str
    hindered: str
    needs: str
    is_shared: bool


@dataclass(frozen=True, kw_only=True)
class RoomSheet:
    """A room, as one reader finds it: see `Room`. Owners first in `owners`."""

    id: int
    version: int
    opened_on: date
    next_text: Text
    next_by: str
    mission_id: int
    public_id: str
    title_fr: str
    title_en: str
    state: MissionState
    paused_from: MissionState | None
    owner_id: int
    co_owner_id: int | None
    owners: Sequence[Inhabitant]
    brief_contact: Text
    brief_next: Text
    promise: Promise
    members: Sequence[SheetMember]
    contacts: Sequence[SheetContact]
    tasks: Sequence[SheetTask]
    links: Sequence[SheetLink]
    notes: Sequence[SheetNote]
    mine: SheetMember | None

    @property
    def mine_now(self) -> SheetNote | None:
        """What the reader wrote this week."""
        me = self.mine.person.id if self.mine is not None else 0
        this = clock.this_week()
        return next((note for note in self.notes if note.person_id == me and note.week == this), None)


def _inhabitant(person: Any) -> tuple[Any, ...]:
    return (*face_columns(person), person.job_title, person.id)


_owner, _co_owner, _sayer = aliased(Person), aliased(Person), aliased(Person)
_ROOM = Columns(
    (Room.id, Room.version, Room.opened_on, Room.next_text, Room.next_lang, Room.next_said_on, Room.next_due_on),
    (_sayer.given_name, _sayer.family_name),
    (Mission.id, Mission.public_id, Mission.title_fr, Mission.title_en, Mission.state),
    (Mission.paused_from, Mission.owner_id, Mission.co_owner_id),
    _inhabitant(_owner),
    _inhabitant(_co_owner),
    (Brief.contact_fr, Brief.contact_en, Brief.what_next_fr, Brief.what_next_en),
    (sa.select(sa.func.max(Seat.last_week)).where(Seat.mission_id == Mission.id).scalar_subquery(),),
)


@lru_cache(maxsize=32)
def _room(reader: AnyReader) -> Prepared:
    return Prepared(
        visible_to(reader)
        .join(Mission, Mission.id == Room.mission_id)
        .join(_owner, _owner.id == Mission.owner_id)
        .outerjoin(_co_owner, _co_owner.id == Mission.co_owner_id)
        .outerjoin(_sayer, _sayer.id == Room.next_by_id)
        .outerjoin(Brief, Brief.mission_id == Mission.id)
        .where(Mission.public_id == sa.bindparam("public_id"))
        .with_only_columns(*_ROOM.all)
    )


_buddy = aliased(Person)
_MEMBER = Columns(
    (RoomMember.public_id, RoomMember.version, RoomMember.role),
    (RoomMember.clarity, RoomMember.clarity_text, RoomMember.rated_on, RoomMember.outcome, RoomMember.outcome_lang),
    _inhabitant(Person),
    (Seat.title_fr, Seat.title_en),
    (Application.agreed_percent, Application.agreed_first_week, Application.agreed_last_week),
    face_columns(_buddy),
)
_MEMBERS = Prepared(
    sa.select(*_MEMBER.all)
    .join_from(RoomMember, Application, Application.id == RoomMember.application_id)
    .join(Person, Person.id == RoomMember.person_id)
    .join(Seat, Seat.id == Application.seat_id)
    .outerjoin(_buddy, _buddy.id == RoomMember.buddy_id)
    .where(RoomMember.room_id == sa.bindparam("room_id"), Application.state.in_(ON_IT))
    .order_by(RoomMember.application_id)
)
_CONTACTS = Prepared(
    sa.select(RoomContact.public_id, RoomContact.about, *_inhabitant(Person))
    .join_from(RoomContact, Person, Person.id == RoomContact.person_id)
    .where(RoomContact.room_id == sa.bindparam("room_id"), RoomContact.removed_at.is_(None))
    .order_by(RoomContact.id)
)
_newcomer, _doer = aliased(Person), aliased(Person)
_TASK = Columns(
    (RoomTask.public_id, RoomTask.version, RoomTask.kind, RoomTask.title, RoomTask.due_on),
    (RoomTask.charge_id, RoomTask.for_id, RoomTask.done_at, RoomTask.removed_at),
    (Person.given_name, Person.family_name),
    (_newcomer.given_name, _newcomer.family_name),
    (_doer.given_name, _doer.family_name),
)
_TASKS = Prepared(
    sa.select(*_TASK.all)
    .join_from(RoomTask, Person, Person.id == RoomTask.charge_id)
    .outerjoin(_newcomer, _newcomer.id == RoomTask.for_id)
    .outerjoin(_doer, _doer.id == RoomTask.done_by_id)
    .where(RoomTask.room_id == sa.bindparam("room_id"))
    .order_by(RoomTask.due_on, RoomTask.id)
)
_LINKS = Prepared(
    sa.select(
        *(RoomLink.public_id, RoomLink.title, RoomLink.address, RoomLink.about, RoomLink.by_id),
        *(Person.given_name, Person.family_name, RoomLink.created_at, RoomLink.removed_at),
    )
    .join_from(RoomLink, Person, Person.id == RoomLink.by_id)
    .where(RoomLink.room_id == sa.bindparam("room_id"))
    .order_by(RoomLink.id)
)
_readable = sa.or_(
    sa.bindparam("owns", type_=sa.Boolean).is_(sa.true()),
    RoomNote.is_shared,
    RoomNote.person_id == sa.bindparam("me", type_=sa.Integer),
)
_NOTES = Prepared(
    sa.select(
        *(RoomNote.person_id, Person.given_name, Person.family_name, RoomNote.week),
        *(RoomNote.well, RoomNote.hindered, RoomNote.needs, RoomNote.is_shared),
    )
    .join_from(RoomNote, Person, Person.id == RoomNote.person_id)
    .where(RoomNote.room_id == sa.bindparam("room_id"), _readable)
    .order_by(RoomNote.week.desc(), RoomNote.id.desc())
    .limit(NOTES_SHOWN)
)
_PAUSES = Prepared(
    sa.select(MissionPause.paused_at, MissionPause.ended_at).where(
        MissionPause.mission_id == sa.bindparam("mission_id")
    )
)


def _name(names: Sequence[str | None]) -> str:
    return " ".join(filter(None, names))


def read_sheet(actor: Person, public_id: str, locale: str) -> RoomSheet:
    """The room of a mission. Raises `NotFound` for strangers as for a mission without a room."""
    row = _room(AnyReader.like(actor)).row(me=actor.id, public_id=public_id)
    if row is None:
        raise NotFound
    room, sayer, mission, (paused_from, owner_id, co_owner_id), owner, co_owner, brief, (last,) = _ROOM.apart(row)
    (room_id, version, opened_on, next_text, next_lang, said_on, due_on) = room
    mission_id, public_id, title_fr, title_en, state = mission
    owns = actor.id in (owner_id, co_owner_id)
    notes = _notes(room_id, actor, owns=owns)
    members = _members(room_id, locale)
    if owns:
        members = _listened(members, notes, opened_on, _pauses(mission_id))
    ends_on = end_of(member.last_week for member in members) or end_of([last or clock.this_week()]) or clock.today()
    return RoomSheet(
        id=room_id,
        version=version,
        opened_on=opened_on,
        next_text=Text(next_text, next_lang),
        next_by=_name(sayer),
        mission_id=mission_id,
        public_id=public_id,
        title_fr=title_fr,
        title_en=title_en,
        state=state,
        paused_from=paused_from,
        owner_id=owner_id,
        co_owner_id=co_owner_id,
        owners=[Inhabitant(*one) for one in (owner, co_owner) if one[0] is not None],
        brief_contact=choose(brief[0], brief[1], locale),
        brief_next=choose(brief[2], brief[3], locale),
        promise=Promise(due_on or due_day(ends_on, opened_on), ends_on, said_on),
        members=members,
        contacts=[SheetContact(key, about, Inhabitant(*one)) for key, about, *one in _CONTACTS.rows(room_id=room_id)],
        tasks=_tasks(room_id),
        links=_links(room_id),
        notes=notes,
        mine=next((member for member in members if member.person.id == actor.id), None),
    )


def _members(room_id: int, locale: str) -> list[SheetMember]:
    members = []
    for row in _MEMBERS.rows(room_id=room_id):
        own, said, person, seat, (percent, first_week, last_week), buddy = _MEMBER.apart(row)
        clarity, clarity_text, rated_on, outcome, outcome_lang = said
        members.append(
            SheetMember(
                public_id=own[0],
                version=own[1],
                role=own[2],
                person=Inhabitant(*person),
                seat=choose(seat[0], seat[1], locale),
                percent=percent,
                first_week=first_week,
                last_week=last_week,
                buddy=Face(*buddy) if buddy[0] is not None else None,
                clarity=clarity,
                clarity_text=clarity_text,
                rated_on=rated_on,
                outcome=outcome,
                outcome_lang=outcome_lang,
            )
        )
    return members


def _tasks(room_id: int) -> list[SheetTask]:
    tasks = []
    for row in _TASKS.rows(room_id=room_id):
        own, (charge_id, for_id, done_at, removed_at), charge, newcomer, doer = _TASK.apart(row)
        public_id, version, kind, title, due_on = own
        tasks.append(
            SheetTask(
                public_id=public_id,
                version=version,
                kind=kind,
                title=title,
                due_on=due_on,
                charge_id=charge_id,
                for_id=for_id,
                charge=_name(charge),
                newcomer=_name(newcomer),
                done_at=done_at,
                done_by=_name(doer),
                is_removed=removed_at is not None,
            )
        )
    return tasks


def _links(room_id: int) -> list[SheetLink]:
    return [
        SheetLink(key, title, address, about, by_id, _name((given, family)), at, removed_at is not None)
        for key, title, address, about, by_id, given, family, at, removed_at in _LINKS.rows(room_id=room_id)
    ]


def _notes(room_id: int, actor: Person, *, owns: bool) -> list[SheetNote]:
    return [
        SheetNote(person_id, _name((given, family)), *written)
        for person_id, given, family, *written in _NOTES.rows(room_id=room_id, me=actor.id, owns=owns)
    ]


def _pauses(mission_id: int) -> list[tuple[date, date]]:
    return [
        (clock.local_day(row.paused_at), clock.local_day(row.ended_at) if row.ended_at else date.max)
        for row in _PAUSES.rows(mission_id=mission_id)
    ]


def _listened(
    members: Sequence[SheetMember], notes: Sequence[SheetNote], opened_on: date, pauses: Sequence[tuple[date, date]]
) -> list[SheetMember]:
    """Each with the week of their last note, and for how long they have been silent."""
    written: Mapping[int, list[date]] = {member.person.id: [] for member in members}
    for note in notes:
        written.get(note.person_id, []).append(note.week)
    heard = []
    for member in members:
        weeks = written[member.person.id]
        since = max(member.first_week, clock.week_of(opened_on))
        silent = silent_weeks(weeks, since, min(clock.this_week(), member.last_week), pauses)
        heard.append(replace(member, last_note=max(weeks, default=None), silent=silent))
    return heard
