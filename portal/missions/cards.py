"""A mission as one row of a list shows it to one reader. No query of its own.

Missions, seats and skills are read the same from the objects of `models` and from the rows of `rows`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from portal import policies
from portal.core import clock
from portal.missions.fit import Fit, fit_of
from portal.missions.models import Mission, MissionState, Necessity, Seat, SeatSkill
from portal.missions.rows import AskedSkill, ListedMission, ListedSeat
from portal.missions.rules import is_taking
from portal.organization.models import Person

SKILLS_SHOWN = 6
SOON = 7


@dataclass(frozen=True)
class Card:
    """One row. `seat` is the one that suits the reader best; `fit` is None for those who would not apply. `is_taking`:
    whether one can apply today."""

    mission: Mission | ListedMission
    seat: Seat | ListedSeat | None
    fit: Fit | None
    skills: Sequence[SeatSkill | AskedSkill]
    first_week: date | None
    last_week: date | None
    places: int
    free: int
    closes_in: int | None
    is_taking: bool
    least: int = 0
    most: int = 0

    @property
    def has_several_shares(self) -> bool:
        """Whether its places take different shares of a week, from `least` to `most` percent."""
        return self.least != self.most

    @property
    def more_skills(self) -> int:
        """How many skills the row leaves out."""
        return len(self.seat.skills) - len(self.skills) if self.seat else 0


def card_of(mission: Mission | ListedMission, actor: Person, held: Mapping[int, int]) -> Card:
    """The row of a mission for `actor`, who holds these levels."""
    seats: Sequence[Seat | ListedSeat] = mission.seats
    addressed = [seat for seat in seats if seat.audience.includes(actor.kind)] or seats
    seat, fit = max(((one, fit_of(one.skills, held)) for one in addressed), key=_suits, default=(None, None))
    applies = policies.application_submit(actor, cast("Mission", mission)) and mission.state is not MissionState.DRAFT
    skills: Sequence[SeatSkill | AskedSkill] = seat.skills if seat else ()
    asked = sorted(skills, key=lambda one: one.necessity is not Necessity.REQUIRED)
    days = (mission.closes_on - clock.today()).days if mission.closes_on else None
    return Card(
        mission=mission,
        seat=seat,
        fit=fit if seat and seat.skills and applies else None,
        skills=asked[:SKILLS_SHOWN],
        first_week=min((one.first_week for one in seats), default=None),
        last_week=max((one.last_week for one in seats), default=None),
        places=sum(one.places for one in seats),
        free=sum(one.free for one in seats),
        closes_in=days if days is not None and 0 <= days <= SOON else None,
        is_taking=is_taking(mission),
        least=min((one.percent for one in seats), default=0),
        most=max((one.percent for one in seats), default=0),
    )


def _suits(fitted: tuple[Seat | ListedSeat, Fit]) -> tuple[bool, float, int]:
    seat, fit = fitted
    return seat.free > 0, fit.share, -seat.id
