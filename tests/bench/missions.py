"""Pilots and missions over two years: every state, seats and the skills they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.accounts.models import Role
from portal.core import clock
from portal.core.clock import week_of
from portal.missions.models import (
    Audience,
    Brief,
    Mission,
    MissionLanguage,
    MissionState,
    Necessity,
    Remote,
    Seat,
    SeatSkill,
    Stage,
    folded_lines,
)
from portal.pilots.models import Pilot, PilotRules, PilotState, pilot_unit
from tests.bench import phrases, prose
from tests.bench.chance import Chance
from tests.bench.people import YEARS, Home, Staff, Talent
from tests.bench.phrases import Pair
from tests.bench.profiles import Library
from tests.bench.sizes import Sizes
from tests.bench.writer import Writer

S = MissionState
UNPUBLISHED = {S.DRAFT: 40, S.SUBMITTED: 20, S.CHANGES_REQUESTED: 10}
SIDEWAYS = {S.CANCELLED: 40, S.UNFILLED: 30, S.EXPIRED: 30, S.PAUSED: 10}
AUDIENCES = {Audience.EMPLOYEES: 45, Audience.EXTERNALS: 15, Audience.BOTH: 40}
PERCENTS = {5: 5, 10: 25, 20: 40, 30: 10, 40: 12, 50: 5, 100: 3}
PLACES = {1: 60, 2: 25, 3: 10, 6: 5}
EXPIRY = timedelta(days=90)


@dataclass(slots=True)
class Trial:
    """A pilot, as missions see it."""

    id: int
    sponsor: Talent
    starts_on: date
    ends_on: date
    rules_id: int
    max_percent: int
    max_weeks: int


@dataclass(slots=True)
class Opening:
    """A seat: what it asks and when. `taken` and `offered` grow as applications are written."""

    id: int
    places: int
    percent: int
    first_week: date
    last_week: date
    audience: Audience
    skill_ids: list[int]
    taken: int = 0
    offered: int = 0


@dataclass(slots=True)
class Work:
    """A mission, as later phases see it. `over_on` is the day it ended, in whatever way, if it has."""

    id: int
    state: MissionState
    owner: Talent
    co_owner: Talent | None
    trial: Trial | None
    created_at: datetime
    published_at: datetime | None
    over_on: date | None
    seats: list[Opening]

    @property
    def first_week(self) -> date:
        """The first week of its earliest seat."""
        return min(seat.first_week for seat in self.seats)


def build_pilots(writer: Writer, chance: Chance, sizes: Sizes, staff: Staff, groups: list[list[Home]]) -> list[Trial]:
    """Pilots in every state, with one to three versions of their rules. Returns those that missions may belong to."""
    trials = []
    for number in range(sizes.pilots):
        state = list(PilotState)[number % len(PilotState)]
        starts_on = clock.today() + timedelta(days=30 if state in _TO_COME else -chance.randrange(200, 700))
        trial = Trial(
            writer.key(Pilot),
            staff.holders[Role.PILOT_SPONSOR][number % len(staff.holders[Role.PILOT_SPONSOR])],
            starts_on,
            starts_on + timedelta(days=chance.randrange(300, 800)),
            0,
            chance.choice((10, 20, 20, 30)),
            chance.choice((8, 10, 12, 16)),
        )
        _write_pilot(writer, chance, trial, state, number)
        for place in chance.sample([unit for group in groups[1:] for unit in group], chance.choice((0, 1, 3, 6))):
            writer.add(pilot_unit, pilot_id=trial.id, unit_id=place.id)
        if state not in _TO_COME:
            trials.append(trial)
    return trials


_TO_COME = frozenset({PilotState.DRAFT, PilotState.APPROVED})


def _write_pilot(writer: Writer, chance: Chance, trial: Trial, state: PilotState, number: int) -> None:
    fr, en = phrases.PILOTS[number % len(phrases.PILOTS)]
    series = number // len(phrases.PILOTS) + 1
    created_at = chance.moment(min(trial.starts_on, clock.today()) - timedelta(days=40))
    writer.add(
        Pilot,
        id=trial.id,
        public_id=chance.public_id(),
        **prose.columns("name", (f"{fr}, vague {series}", f"{en}, wave {series}")),
        **prose.columns("purpose", chance.choice(phrases.PURPOSES)),
        starts_on=trial.starts_on,
        ends_on=trial.ends_on,
        sponsor_id=trial.sponsor.id,
        state=state,
        created_at=created_at,
    )
    versions = chance.randint(1, 3)
    for version in range(1, versions + 1):
        trial.rules_id = writer.key(PilotRules)
        writer.add(
            PilotRules,
            id=trial.rules_id,
            pilot_id=trial.id,
            number=version,
            max_percent=trial.max_percent,
            max_weeks=trial.max_weeks + versions - version,
            counts_in_review=True,
            **prose.columns("charter", phrases.CHARTER),
            by_id=trial.sponsor.id,
            created_at=created_at,
        )


class Missions:
    """Writes missions one by one; `works` keeps what follows needs."""

    def __init__(self, writer: Writer, chance: Chance, staff: Staff, library: Library, trials: list[Trial]) -> None:
        self.writer = writer
        self.chance = chance
        self.library = library
        self.trials = trials
        self.owners = [person for person in staff.employees if not person.left]
        # One person in eight writes missions; a few write many.
        self.frequent = chance.sample(self.owners, max(3, len(self.owners) // 8))
        self.works: list[Work] = []

    def build(self, count: int) -> list[Work]:
        """Write `count` missions, oldest first, a little more of them lately."""
        days = sorted(int(YEARS * 7 * self.chance.random() ** 1.25) for _ in range(count))
        for days_ago in reversed(days):
            self._one(clock.today() - timedelta(days=days_ago))
        return self.works

    def _one(self, day: date) -> None:
        chance = self.chance
        owner = chance.choice(self.frequent)
        co_owner = chance.choice(self.owners) if chance.happens(0.4) else None
        trial = self._trial(day) if chance.happens(0.3) else None
        seats = self._seats(day, owner.place.directorate, trial)
        state, over_on = self._fate(day, seats)
        created_at = chance.moment(day - timedelta(days=chance.randint(2, 20)))
        published = state not in UNPUBLISHED and not (state is S.CANCELLED and chance.happens(0.3))
        work = Work(
            self.writer.key(Mission),
            state,
            owner,
            co_owner if co_owner is not owner else None,
            trial,
            created_at,
            chance.moment(min(day, clock.today() - timedelta(days=1))) if published else None,
            over_on,
            seats,
        )
        self._write(work, prose.topic(chance, owner.place.directorate))
        self.works.append(work)

    def _trial(self, day: date) -> Trial | None:
        running = [trial for trial in self.trials if trial.starts_on <= day <= trial.ends_on]
        return self.chance.choice(running) if running else None

    def _seats(self, day: date, directorate: str, trial: Trial | None) -> list[Opening]:
        chance, seats = self.chance, []
        audience = chance.weighted(AUDIENCES)
        first_week = week_of(day) + timedelta(weeks=chance.randint(4, 12))
        most_weeks = trial.max_weeks if trial else 26
        for _ in range(chance.weighted({1: 55, 2: 28, 3: 12, 4: 5})):
            percent = chance.weighted(PERCENTS)
            start = first_week + timedelta(weeks=chance.choice((0, 0, 0, 1, 2)))
            seats.append(
                Opening(
                    self.writer.key(Seat),
                    chance.weighted(PLACES),
                    min(percent, trial.max_percent) if trial else percent,
                    start,
                    start + timedelta(weeks=min(most_weeks, chance.randint(3, 16)) - 1),
                    audience if audience is not Audience.BOTH else chance.weighted(AUDIENCES),
                    self.library.some(chance, directorate, chance.randint(1, 5)),
                )
            )
        return seats

    def _fate(self, day: date, seats: list[Opening]) -> tuple[MissionState, date | None]:
        """Where a mission stands today, and since when it is over."""
        chance, today = self.chance, clock.today()
        first = min(seat.first_week for seat in seats)
        last = max(seat.last_week for seat in seats) + timedelta(days=6)
        age = today - day
        if chance.happens(0.3 if age < timedelta(days=20) else 0.02):
            return chance.weighted(UNPUBLISHED), None
        if chance.happens(0.1):
            state = chance.weighted(SIDEWAYS)
            if state is S.PAUSED:
                return (state, None) if last >= today else (S.CANCELLED, first)
            if age > EXPIRY:
                return state, day + EXPIRY
            return S.CANCELLED, min(today, day + timedelta(days=5))
        if first > today:
            return (S.STAFFED if age > timedelta(days=30) and chance.happens(0.25) else S.PUBLISHED), None
        if last >= today:
            return S.IN_PROGRESS, None
        closed_on = last + timedelta(days=chance.randint(1, 30))
        return (S.CLOSED, closed_on) if closed_on <= today else (S.COMPLETED, min(today, last + timedelta(days=1)))

    def _write(self, work: Work, about: prose.Topic) -> None:
        chance = self.chance
        published_at = work.published_at
        texts = prose.columns("title", about.title)
        texts |= prose.columns("summary", about.say(chance.choice(phrases.SUMMARIES)))
        self.writer.add(
            Mission,
            id=work.id,
            public_id=chance.public_id(),
            **texts,
            folded=folded_lines({**texts, "place": work.owner.city}),
            owner_id=work.owner.id,
            co_owner_id=work.co_owner.id if work.co_owner else None,
            unit_id=work.owner.place.id,
            pilot_id=work.trial.id if work.trial else None,
            place=work.owner.city,
            remote=chance.choice(tuple(Remote)),
            language=chance.weighted({MissionLanguage.FR: 70, MissionLanguage.EN: 10, MissionLanguage.BOTH: 20}),
            audience=_audience(work.seats),
            stage=Stage.INTERNAL if _audience(work.seats) is Audience.EMPLOYEES else Stage.OPEN,
            state=work.state,
            accepts_applications=work.state is S.PUBLISHED,
            published_at=published_at,
            closes_on=work.first_week - timedelta(days=7) if chance.happens(0.6) else None,
            paused_from=S.IN_PROGRESS if work.state is S.PAUSED else None,
            created_at=work.created_at,
        )
        self.writer.add(Brief, mission_id=work.id, **prose.brief(chance, about, work.owner.full_name))
        for seat in work.seats:
            self._write_seat(work, seat, chance.choice(phrases.SEATS))

    def _write_seat(self, work: Work, seat: Opening, title: Pair) -> None:
        self.writer.add(
            Seat,
            id=seat.id,
            public_id=self.chance.public_id(),
            mission_id=work.id,
            **prose.columns("title", title),
            places=seat.places,
            taken=0,
            percent=seat.percent,
            first_week=seat.first_week,
            last_week=seat.last_week,
            audience=seat.audience,
        )
        for number, skill_id in enumerate(seat.skill_ids):
            self.writer.add(
                SeatSkill,
                id=self.writer.key(SeatSkill),
                seat_id=seat.id,
                skill_id=skill_id,
                level=self.chance.randint(1, 4),
                necessity=Necessity.REQUIRED if number < 2 else Necessity.PREFERRED,
            )


def _audience(seats: list[Opening]) -> Audience:
    audiences = {seat.audience for seat in seats}
    return audiences.pop() if len(audiences) == 1 else Audience.BOTH
