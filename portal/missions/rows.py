"""The rows of a list of missions, with the columns that a row shows and no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.core.few import FEW, few
from portal.core.prepared import Prepared
from portal.missions.models import Audience, Mission, MissionState, Necessity, Remote, Seat, SeatSkill, Stage
from portal.missions.queries import AnyReader, visible_to
from portal.organization.models import Person, Unit
from portal.pilots.models import Pilot
from portal.skills.models import Skill


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a unit or a pilot."""

    name_fr: str
    name_en: str


class AskedSkill(NamedTuple):
    """A skill that a place asks."""

    skill_id: int
    level: int
    necessity: Necessity
    label_fr: str
    label_en: str


@dataclass(frozen=True, slots=True)
class ListedSeat:
    """A place, as a row reads it: see `Seat`."""

    id: int
    places: int
    taken: int
    percent: int
    first_week: date
    last_week: date
    audience: Audience
    skills: list[AskedSkill] = field(default_factory=list)

    @property
    def free(self) -> int:
        """Places not taken yet."""
        return self.places - self.taken


@dataclass(frozen=True, slots=True)
class ListedMission:
    """A mission, as a row reads it: see `Mission`."""

    id: int
    public_id: str
    title_fr: str
    title_en: str
    summary_fr: str
    summary_en: str
    owner_id: int
    co_owner_id: int | None
    place: str
    remote: Remote
    audience: Audience
    stage: Stage
    state: MissionState
    accepts_applications: bool
    closes_on: date | None
    unit: Named
    pilot: Named | None
    seats: list[ListedSeat] = field(default_factory=list)


LISTED_COLUMNS = (
    *(Mission.id, Mission.public_id, Mission.title_fr, Mission.title_en, Mission.summary_fr, Mission.summary_en),
    *(
        Mission.owner_id,
        Mission.co_owner_id,
        Mission.place,
        Mission.remote,
        Mission.audience,
        Mission.stage,
        Mission.state,
    ),
    *(Mission.accepts_applications, Mission.closes_on),
)
_NAMES = (Unit.name_fr, Unit.name_en, Pilot.name_fr, Pilot.name_en)
SEAT_COLUMNS = (Seat.id, Seat.places, Seat.taken, Seat.percent, Seat.first_week, Seat.last_week, Seat.audience)
ASKED_COLUMNS = (SeatSkill.skill_id, SeatSkill.level, SeatSkill.necessity, Skill.label_fr, Skill.label_en)
_ASKED_FROM = 1 + len(SEAT_COLUMNS)
_SEATS = Prepared(
    sa.select(Seat.mission_id, *SEAT_COLUMNS, *ASKED_COLUMNS)
    .outerjoin(SeatSkill, SeatSkill.seat_id == Seat.id)
    .outerjoin(Skill, Skill.id == SeatSkill.skill_id)
    .where(Seat.mission_id.in_(FEW))
    .order_by(Seat.id, SeatSkill.id)
)


@lru_cache(maxsize=32)
def _missions(reader: AnyReader) -> Prepared:
    select: Any = visible_to(reader.as_person).with_only_columns(*LISTED_COLUMNS, *_NAMES)
    select = select.join(Unit, Unit.id == Mission.unit_id).outerjoin(Pilot, Pilot.id == Mission.pilot_id)
    return Prepared(select.where(Mission.id.in_(FEW)))


def missions_of(actor: Person, ids: Sequence[int]) -> list[ListedMission]:
    """Those of these missions that `actor` may read, in the order of the ids, with their seats and skills."""
    if not ids:
        return []
    found = {}
    for row in _missions(AnyReader.like(actor)).rows(me=actor.id, **few(ids)):
        *columns, unit_fr, unit_en, pilot_fr, pilot_en = row
        named: list[Any] = [Named(unit_fr, unit_en), None if pilot_fr is None else Named(pilot_fr, pilot_en)]
        found[columns[0]] = ListedMission(*columns, *named)
    _seat(found)
    return [found[one] for one in ids if one in found]


def _seat(missions: Mapping[int, ListedMission]) -> None:
    """Give each mission its seats, and each seat its skills."""
    seat: ListedSeat | None = None
    for row in _SEATS.rows(**few(missions)):
        if seat is None or seat.id != row[1]:
            seat = ListedSeat(*row[1:_ASKED_FROM])
            missions[row[0]].seats.append(seat)
        if row[_ASKED_FROM] is not None:
            seat.skills.append(AskedSkill(*row[_ASKED_FROM:]))
