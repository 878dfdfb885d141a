"""What pages read of applications, the columns they show and no others.

One's own applications, and the latest to a mission; a mission with its seats, its candidates, what one of them wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.applications.models import ENDED_STATES, LIVE_STATES, Application, ApplicationState, Offer, Termed
from portal.applications.queries import is_filled, open_to
from portal.applications.thread.unread import TO_OWNERS, TO_TALENT, has_new
from portal.core import clock
from portal.core.bilingual import Text, choose
from portal.core.columns import Columns
from portal.core.errors import NotFound
from portal.core.pagination import Page, page_of, paged
from portal.core.prepared import Prepared
from portal.missions.models import Brief, Mission, MissionState, Seat
from portal.missions.queries import AnyReader, owned_ids
from portal.missions.sheet import AnyMission
from portal.organization.faces import Face, face_columns
from portal.organization.models import Person, Unit
from portal.talents.availability.queries import paused_until
from portal.talents.availability.wording import on_pause
from portal.talents.models import Circle, Profile, Section, Wish
from portal.talents.visibility import Circles, Known, Sight, circle_column, sight_of


@dataclass(frozen=True, slots=True)
class ListedMission:
    """The mission of a row: see `Mission`."""

    owner: Face
    id: int
    public_id: str
    title_fr: str
    title_en: str
    state: MissionState
    owner_id: int
    co_owner_id: int | None
    paused_until: date | None
    ownerless_on: date | None


@dataclass(frozen=True, slots=True)
class ListedSeat:
    """The place of a row: see `Seat`."""

    title_fr: str
    title_en: str
    percent: int
    first_week: date
    last_week: date


@dataclass(frozen=True, slots=True)
class ListedOffer:
    """What is proposed in a row: see `Offer`."""

    percent: int
    first_week: date
    last_week: date
    answer_due_on: date


@dataclass(frozen=True, slots=True)
class ListedApplication(Termed):
    """An application as a row reads it: see `Application`."""

    person: Person | Face
    mission: ListedMission | AnyMission
    seat: ListedSeat
    offer: ListedOffer | None
    public_id: str
    version: int
    person_id: int
    state: ApplicationState
    created_at: datetime
    changed_at: datetime
    answer_due_on: date | None
    hold_until: date | None
    agreed_percent: int | None
    agreed_first_week: date | None
    agreed_last_week: date | None


_OWN = (
    *(Application.public_id, Application.version, Application.person_id, Application.state),
    *(Application.created_at, Application.changed_at, Application.answer_due_on, Application.hold_until),
    *(Application.agreed_percent, Application.agreed_first_week, Application.agreed_last_week),
)
_OFFER = (Offer.percent, Offer.first_week, Offer.last_week, Offer.answer_due_on)
_MISSION = (
    *(Mission.id, Mission.public_id, Mission.title_fr, Mission.title_en, Mission.state),
    *(Mission.owner_id, Mission.co_owner_id, Mission.paused_until, Mission.ownerless_on),
)
_SEAT = (Seat.title_fr, Seat.title_en, Seat.percent, Seat.first_week, Seat.last_week)
_UNIT = (Unit.name_fr, Unit.name_en)


def _offer(columns: Sequence[Any]) -> ListedOffer | None:
    return ListedOffer(*columns) if columns[0] is not None else None


# One's own


_NEW_TO_TALENT = has_new(AnyReader.id, TO_TALENT).label("has_new")
_MINE = Columns(_OWN, _OFFER, _MISSION, face_columns(), _SEAT, _UNIT, (_NEW_TO_TALENT,))
_LIST = paged(
    sa.select(*_MINE.all)
    .join_from(Application, Mission, Mission.id == Application.mission_id)
    .join(Person, Person.id == Mission.owner_id)
    .join(Unit, Unit.id == Mission.unit_id)
    .join(Seat, Seat.id == Application.seat_id)
    .outerjoin(Offer, Offer.application_id == Application.id)
    .where(Application.person_id == AnyReader.id)
    .order_by(
        sa.case((Application.state == ApplicationState.OFFERED, 0), else_=1),
        sa.case((Application.state.in_(ENDED_STATES), 1), else_=0),
        Application.changed_at.desc(),
        Application.id.desc(),
    )
)


# For what depends on nothing of the reader but who they are.
_ANYONE = AnyReader(is_external=False, roles=frozenset()).as_person
_TOTAL = sa.select(sa.func.count()).select_from(Application).where(Application.person_id == _ANYONE.id)
_COUNTS = Prepared(sa.select(_TOTAL.scalar_subquery().label("total"), owned_ids(_ANYONE).exists().label("owns")))


def list_mine(actor: Person, number: int, locale: str) -> tuple[Page, bool]:
    """A page of one's own applications, each with the name of its mission's unit and whether its conversation holds
    something new; and whether one owns any mission.

    Those that wait for an answer come first, then the latest to have moved.
    """
    total, owns = _COUNTS.row(me=actor.id)
    page = page_of(_LIST, {"me": actor.id}, number, total=total)
    return Page([_mine(actor, row, locale) for row in page.items], page.number, page.total, page.per_page), bool(owns)


def _mine(actor: Person, row: Sequence[Any], locale: str) -> tuple[ListedApplication, Text, bool]:
    own, offer, mission, owner, seat, unit, (has_new,) = _MINE.apart(row)
    listed = ListedMission(Face(*owner), *mission)
    application = ListedApplication(actor, listed, ListedSeat(*seat), _offer(offer), *own)
    return application, choose(unit[0], unit[1], locale), bool(has_new)


_LIVE = Columns(_OWN, _OFFER, _MISSION, face_columns(), _SEAT, (Brief.what_next_fr, Brief.what_next_en))
_MOST_LIVE = 8
_CONFIRMED_FIRST = sa.case(
    {ApplicationState.CONFIRMED: 0, ApplicationState.OFFERED: 1}, value=Application.state, else_=2
)
_LIVE_OF = Prepared(
    sa.select(*_LIVE.all)
    .join_from(Application, Mission, Mission.id == Application.mission_id)
    .join(Person, Person.id == Mission.owner_id)
    .join(Seat, Seat.id == Application.seat_id)
    .outerjoin(Brief, Brief.mission_id == Mission.id)
    .outerjoin(Offer, Offer.application_id == Application.id)
    .where(Application.person_id == AnyReader.id, Application.state.in_(LIVE_STATES))
    .order_by(_CONFIRMED_FIRST, Application.changed_at.desc(), Application.id.desc())
    .limit(_MOST_LIVE)
)


def live_of(actor: Person, locale: str) -> list[tuple[ListedApplication, Text]]:
    """One's own live applications, the confirmed first, each with what its mission says of what comes next; eight at
    most."""
    found = []
    for row in _LIVE_OF.rows(me=actor.id):
        own, offer, mission, owner, seat, what_next = _LIVE.apart(row)
        listed = ListedMission(Face(*owner), *mission)
        application = ListedApplication(actor, listed, ListedSeat(*seat), _offer(offer), *own)
        found.append((application, choose(what_next[0] or "", what_next[1] or "", locale)))
    return found


_APPLIED_TO = Prepared(sa.select(Application.mission_id).where(Application.person_id == AnyReader.id))


def applied_to_by(actor: Person) -> set[int]:
    """The ids of the missions someone applied to, whatever came of it."""
    return {row.mission_id for row in _APPLIED_TO.rows(me=actor.id)}


_LATEST_COLUMNS = Columns(_OWN, _OFFER, _SEAT)
_LATEST = Prepared(
    sa.select(*_LATEST_COLUMNS.all)
    .join_from(Application, Seat, Seat.id == Application.seat_id)
    .outerjoin(Offer, Offer.application_id == Application.id)
    .where(Application.mission_id == sa.bindparam("mission_id"), Application.person_id == AnyReader.id)
    .order_by(sa.case((Application.state.in_(ENDED_STATES), 1), else_=0), Application.id.desc())
    .limit(1)
)


def latest_of(actor: Person, mission: AnyMission) -> ListedApplication | None:
    """The live application of a person to a mission, else the last that ended."""
    row = _LATEST.row(mission_id=mission.id, me=actor.id)
    if row is None:
        return None
    own, offer, seat = _LATEST_COLUMNS.apart(row)
    return ListedApplication(actor, mission, ListedSeat(*seat), _offer(offer), *own)


# The candidates of a mission


@dataclass(frozen=True, slots=True)
class Opened:
    """A mission whose candidates the reader may read: its seats by their ids, its places, those taken.

    `filled`: see `queries.is_filled`.
    """

    mission: ListedMission
    seats: Mapping[int, ListedSeat]
    places: int
    taken: int
    filled: bool


_FILLED = is_filled(Mission.id).label("filled")
_PLACES = (Seat.id, Seat.places, Seat.taken)
_OPENED = Columns(_MISSION, face_columns(), _SEAT, _PLACES, (_FILLED,))


@lru_cache(maxsize=32)
def _opened(reader: AnyReader) -> Prepared:
    return Prepared(
        open_to(reader.as_person)
        .join(Person, Person.id == Mission.owner_id)
        .outerjoin(Seat, Seat.mission_id == Mission.id)
        .where(Mission.public_id == sa.bindparam("public_id"))
        .with_only_columns(*_OPENED.all)
        .order_by(Seat.id)
    )


def open_mission(actor: Person, public_id: str) -> Opened:
    """As `queries.owned_mission`, with what the list of its candidates shows."""
    found = _opened(AnyReader.like(actor)).rows(me=actor.id, public_id=public_id)
    if not found:
        raise NotFound
    mission, owner, *_nothing = _OPENED.apart(found[0])
    seats, places, taken = {}, 0, 0
    for row in found:
        _mission, _owner, seat, (seat_id, of, held), _filled = _OPENED.apart(row)
        if seat_id is not None:
            seats[seat_id], places, taken = ListedSeat(*seat), places + of, taken + held
    return Opened(ListedMission(Face(*owner), *mission), seats, places, taken, found[0].filled)


class Candidate(NamedTuple):
    """Someone who applied: their application, its seat's id, the name of their unit; that they are on pause now, in
    words, empty when they are not; who may read what the list shows of their profile; and whether what they wrote is
    new to the reader."""

    application: ListedApplication
    seat_id: int
    unit: Text
    pause: str
    known: Known
    circles: Circles
    has_new: bool


_TODAY = sa.bindparam("today", type_=sa.Date())
_PAUSED = paused_until(Application.person_id, _TODAY).label("paused_until")
_PRIVACY = (Person.manager_id, Profile.skills_circle, Profile.availability_circle)
_NEW_TO_OWNER = has_new(AnyReader.id, TO_OWNERS).label("has_new")
_CANDIDATE = Columns(_OWN, _OFFER, face_columns(), _UNIT, (Application.seat_id, _PAUSED, _NEW_TO_OWNER), _PRIVACY)
_CANDIDATES = Prepared(
    sa.select(*_CANDIDATE.all)
    .join_from(Application, Person, Person.id == Application.person_id)
    .join(Unit, Unit.id == Person.unit_id)
    .outerjoin(Profile, Profile.person_id == Person.id)
    .outerjoin(Offer, Offer.application_id == Application.id)
    .where(Application.mission_id == sa.bindparam("mission_id"))
    .order_by(Application.created_at, Application.id)
)


def candidates_of(actor: Person, opened: Opened, locale: str) -> list[Candidate]:
    """Everyone who applied to a mission, oldest first."""
    found = []
    for row in _CANDIDATES.rows(mission_id=opened.mission.id, today=clock.today(), me=actor.id):
        own, offer, face, unit, (seat_id, paused, has_new), (manager_id, skills, free) = _CANDIDATE.apart(row)
        seat = opened.seats[seat_id]
        application = ListedApplication(Face(*face), opened.mission, seat, _offer(offer), *own)
        known = Known(application.person_id, application.person.kind, manager_id)
        circles = {Section.SKILLS: skills or Circle.INSIDE}
        if paused is not None:
            circles[Section.AVAILABILITY] = free or Circle.INSIDE
        pause = on_pause(paused) if paused is not None else ""
        said = choose(unit[0], unit[1], locale)
        found.append(Candidate(application, seat_id, said, pause, known, circles, bool(has_new)))
    return found


@dataclass(frozen=True, slots=True)
class Written(Wish):
    """What a candidate's profile says of them in a line, and when they are free, empty where `sight` does not reach:
    see `Profile`."""

    sight: Sight
    headline_fr: str
    headline_en: str
    availability_share: int | None = None
    available_from: date | None = None
    available_until: date | None = None
    notice_weeks: int | None = None
    availability_said_on: date | None = None


_HEADLINE = (Profile.headline_fr, Profile.headline_en)
_FREE = (
    *(Profile.availability_share, Profile.available_from, Profile.available_until, Profile.notice_weeks),
    Profile.availability_said_on,
)
_CHOSEN = (Section.SKILLS, Section.AVAILABILITY)
_WRITTEN_COLUMNS = Columns(_HEADLINE, _FREE, [circle_column(section) for section in _CHOSEN])
_PROFILE: Any = sa.select(*_WRITTEN_COLUMNS.all)
_WRITTEN = Prepared(_PROFILE.where(Profile.person_id == sa.bindparam("person_id")))


def written_by(person: Person, reader: Person) -> Written:
    """What someone's profile says to one of those who choose."""
    row = _WRITTEN.row(person_id=person.id)
    if row is None:
        return Written(sight_of(reader, person, dict.fromkeys(_CHOSEN, Circle.INSIDE)), "", "")
    headline, free, circles = _WRITTEN_COLUMNS.apart(row)
    sight = sight_of(reader, person, dict(zip(_CHOSEN, circles, strict=True)))
    return Written(sight, *headline, *(free if Section.AVAILABILITY in sight else ()))
