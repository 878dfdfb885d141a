"""A mission with everything its page shows, in two statements: the columns themselves, no object of the session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.core.bilingual import Text, choose
from portal.core.columns import Columns
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.missions.expiring.models import Freshness
from portal.missions.models import BRIEF_FIELDS, Brief, Mission, MissionLanguage, MissionState, Seat, SeatSkill
from portal.missions.queries import AnyReader, visible_to
from portal.missions.reporting.models import MissionReport
from portal.missions.rows import (
    ASKED_COLUMNS,
    LISTED_COLUMNS,
    SEAT_COLUMNS,
    AskedSkill,
    ListedMission,
    ListedSeat,
    Named,
)
from portal.missions.transferring.models import MissionTransfer, TransferState
from portal.organization.faces import Face, face_columns
from portal.organization.models import Person, Unit
from portal.pilots.models import Pilot, PilotRules
from portal.skills.models import Skill


@dataclass(frozen=True, slots=True)
class Owner(Face):
    """Someone who owns the mission."""

    job_title: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a pilot in force: see `PilotRules`."""

    number: int
    max_percent: int
    max_weeks: int
    counts_in_review: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPilot(Named):
    """The pilot of a mission: see `Pilot`."""

    sponsor_id: int
    current_rules: Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSeat(ListedSeat):
    """A place, as the page of its mission reads it: see `Seat`."""

    public_id: str
    title_fr: str
    title_en: str


@dataclass(frozen=True, slots=True)
class Age:
    """What is kept of how fresh a mission is: see `Freshness`. All of it is empty when nothing is yet."""

    current_on: date | None
    warned: int
    warned_on: date | None
    expired_on: date | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked to take the mission over, and until when: see `MissionTransfer`."""

    public_id: str
    name: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionSheet(ListedMission):
    """A mission, as its page reads it: see `Mission`. `brief` has the parts of the brief by their names. `reported_at`
    is when its reader reported it, if they did; `is_reported` whether a report waits for a decision."""

    version: int
    language: MissionLanguage
    published_at: datetime | None
    age: Age
    reported_at: datetime | None
    is_reported: bool
    internal_until: date | None
    paused_from: MissionState | None
    paused_until: date | None
    ownerless_on: date | None
    asked: Asked | None
    owner: Owner
    co_owner: Owner | None
    unit: Named
    pilot: SheetPilot | None
    brief: Mapping[str, Text]
    seats: list[SheetSeat]  # type: ignore[assignment]  # nobody adds to them


# What is said of a mission, and what one may do with it, is told from either.
AnyMission = Mission | MissionSheet

_owner, _co_owner, _asked = aliased(Person), aliased(Person), aliased(Person)
_newer = aliased(PilotRules)
_IN_FORCE = sa.select(sa.func.max(_newer.number)).where(_newer.pilot_id == Pilot.id).scalar_subquery()


def _owner_columns(person: Any) -> tuple[Any, ...]:
    return (*face_columns(person), person.job_title)


_FRESHNESS = (Freshness.current_on, Freshness.warned, Freshness.warned_on, Freshness.expired_on)
_of_it = MissionReport.mission_id == Mission.id
_REPORTS = (
    sa.select(MissionReport.created_at).where(_of_it, MissionReport.reporter_id == AnyReader.id).scalar_subquery(),
    sa.exists().where(_of_it, MissionReport.answer.is_(None)),
)
_ASKED = (MissionTransfer.public_id, _asked.given_name, _asked.family_name, MissionTransfer.until)
_WAITS = sa.and_(MissionTransfer.mission_id == Mission.id, MissionTransfer.state == TransferState.ASKED)
_MISSION = Columns(
    LISTED_COLUMNS,
    (Mission.version, Mission.language, Mission.published_at),
    (Mission.internal_until, Mission.paused_from, Mission.paused_until, Mission.ownerless_on),
    _FRESHNESS,
    _REPORTS,
    _ASKED,
    _owner_columns(_owner),
    _owner_columns(_co_owner),
    (Unit.name_fr, Unit.name_en),
    (Pilot.name_fr, Pilot.name_en),
    (Pilot.sponsor_id,),
    (
        *(PilotRules.number, PilotRules.max_percent, PilotRules.max_weeks, PilotRules.counts_in_review),
        PilotRules.created_at,
    ),
    [getattr(Brief, f"{name}_{lang}") for name in BRIEF_FIELDS for lang in ("fr", "en")],
)
_SEATS = Columns(SEAT_COLUMNS, (Seat.public_id, Seat.title_fr, Seat.title_en), ASKED_COLUMNS)


@lru_cache(maxsize=32)
def _mission(reader: AnyReader) -> Prepared:
    return Prepared(
        visible_to(reader.as_person)
        .with_only_columns(*_MISSION.all)
        .join(_owner, _owner.id == Mission.owner_id)
        .outerjoin(_co_owner, _co_owner.id == Mission.co_owner_id)
        .join(Unit, Unit.id == Mission.unit_id)
        .outerjoin(Pilot, Pilot.id == Mission.pilot_id)
        .outerjoin(PilotRules, sa.and_(PilotRules.pilot_id == Pilot.id, PilotRules.number == _IN_FORCE))
        .outerjoin(Brief, Brief.mission_id == Mission.id)
        .outerjoin(MissionTransfer, _WAITS)
        .outerjoin(_asked, _asked.id == MissionTransfer.to_id)
        .outerjoin(Freshness, Freshness.mission_id == Mission.id)
        .where(Mission.public_id == sa.bindparam("public_id"))
    )


_PLACES = Prepared(
    sa.select(*_SEATS.all)
    .outerjoin(SeatSkill, SeatSkill.seat_id == Seat.id)
    .outerjoin(Skill, Skill.id == SeatSkill.skill_id)
    .where(Seat.mission_id == sa.bindparam("mission_id"))
    .order_by(Seat.id, SeatSkill.id)
)


def read_sheet(actor: Person, public_id: str, locale: str) -> MissionSheet:
    """As `queries.get_visible`, to show it."""
    row = _mission(AnyReader.like(actor)).row(me=actor.id, public_id=public_id)
    if row is None:
        raise NotFound
    (
        listed,
        own,
        days,
        (current_on, warned, *told),
        (reported_at, is_reported),
        (asked, given_name, family_name, until),
        owner,
        co_owner,
        unit,
        pilot,
        (sponsor_id,),
        rules,
        brief,
    ) = _MISSION.apart(row)
    version, language, published_at = own
    internal_until, paused_from, paused_until, ownerless_on = days
    texts = zip(BRIEF_FIELDS, brief[::2], brief[1::2], strict=True)
    return MissionSheet(
        *listed,
        unit=Named(*unit),
        version=version,
        language=language,
        published_at=published_at,
        age=Age(current_on, warned or 0, *told),
        reported_at=reported_at,
        is_reported=bool(is_reported),
        internal_until=internal_until,
        paused_from=paused_from,
        paused_until=paused_until,
        ownerless_on=ownerless_on,
        asked=Asked(asked, f"{given_name} {family_name}", until) if asked is not None else None,
        owner=Owner(*owner),
        co_owner=Owner(*co_owner) if co_owner[0] is not None else None,
        pilot=_pilot(pilot, sponsor_id, rules),
        brief={name: choose(french, english, locale) for name, french, english in texts},
        seats=_seats(row.id),
    )


def _pilot(names: Sequence[Any], sponsor_id: int | None, rules: Sequence[Any]) -> SheetPilot | None:
    if sponsor_id is None:
        return None
    return SheetPilot(*names, sponsor_id=sponsor_id, current_rules=Rules(*rules))


def _seats(mission_id: int) -> list[SheetSeat]:
    seats: list[SheetSeat] = []
    for row in _PLACES.rows(mission_id=mission_id):
        listed, (public_id, title_fr, title_en), asked = _SEATS.apart(row)
        if not seats or seats[-1].id != row.id:
            seats.append(SheetSeat(*listed, public_id=public_id, title_fr=title_fr, title_en=title_en))
        if asked[0] is not None:
            seats[-1].skills.append(AskedSkill(*asked))
    return seats
