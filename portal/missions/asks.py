"""What the places that take applications ask, kept in memory with the catalogue, and which of them suit someone.

How much of what a place asks is held counts as everywhere (`fit`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import NamedTuple

import sqlalchemy as sa

from portal.core.prepared import Prepared
from portal.missions.fit import MET, credit
from portal.missions.models import OPEN_STATES, Audience, Mission, Seat, SeatSkill
from portal.organization.models import Kind
from portal.talents.models import Appetite

HIGHEST = 4
# A place suits someone who holds this much of what it asks.
LEAST = 0.5
_TASTE = {Appetite.USE: 1, Appetite.GROW: 1, Appetite.AVOID: -2, None: 0}
_KEPT = 1024
# Each of these holds a number for thousands of missions.
_FITTING_KEPT = 32

Levels = frozenset[tuple[int, int]]


class Holding(NamedTuple):
    """A skill someone holds: its id, the level, from 1 to 4, and what they want to do with it."""

    skill_id: int
    level: int
    appetite: Appetite | None


class OpenSeat(NamedTuple):
    """A free place: its mission's position in the catalogue, whom it addresses, the ids of the skills it asks."""

    position: int
    audience: Audience
    closes_on: date | None
    published_at: datetime | None
    skills: tuple[int, ...]


class Suiting(NamedTuple):
    """A place that suits someone: how much of what it asks they hold (0 to 1), how many of these skills they like or
    want to grow in, less those they would rather avoid."""

    seat: OpenSeat
    share: float
    taste: int


Holdings = frozenset[Holding]


@dataclass(frozen=True, eq=False)
class Asks:
    """The free places by their ids; and by skill, the places that ask it with the level (1 to 4)."""

    seats: Mapping[int, OpenSeat]
    by_skill: Mapping[int, Sequence[tuple[int, int]]]

    @cached_property
    def suiting(self) -> Callable[[Kind, Holdings, date], Sequence[Suiting]]:
        """The places that suit whoever is of this kind and holds this, on a day; found once for the same."""
        return lru_cache(maxsize=_KEPT)(self._suiting)

    def _suiting(self, kind: Kind, held: Holdings, today: date) -> Sequence[Suiting]:
        tastes = {holding.skill_id: _TASTE[holding.appetite] for holding in held}
        addressed = {audience for audience in Audience if audience.includes(kind)}
        found = []
        for seat, share in self._shares({holding.skill_id: holding.level for holding in held}):
            if share >= LEAST and seat.audience in addressed and (seat.closes_on is None or seat.closes_on >= today):
                found.append(Suiting(seat, share, sum(tastes.get(skill_id, 0) for skill_id in seat.skills)))
        return found

    @cached_property
    def best_shares(self) -> Callable[[Kind, Levels], Mapping[int, float]]:
        """By the position of a mission, the most that a talent of this kind who holds skills at these levels (skill id
        and level) holds of what one of its free places asks: from 0 to 1. Missions of which they hold nothing are left
        out. Found once for the same.
        """
        return lru_cache(maxsize=_FITTING_KEPT)(self._best_shares)

    def _best_shares(self, kind: Kind, levels: Levels) -> Mapping[int, float]:
        found: dict[int, float] = {}
        for seat, share in self._shares(dict(levels)):
            if seat.audience.includes(kind):
                found[seat.position] = max(share, found.get(seat.position, 0.0))
        return found

    def _shares(self, levels: Mapping[int, int]) -> Iterator[tuple[OpenSeat, float]]:
        """The places that ask one of these skills, with how much of what each asks is held."""
        credits_of: dict[int, int] = defaultdict(int)
        for skill_id, level in levels.items():
            of_level = [credit(level, asked) for asked in range(HIGHEST + 1)]
            for seat_id, asked in self.by_skill.get(skill_id, ()):
                credits_of[seat_id] += of_level[asked]
        for seat_id, got in credits_of.items():
            seat = self.seats[seat_id]
            yield seat, got / (len(seat.skills) * MET)


_ASKED = Prepared(
    sa.select(
        *(SeatSkill.skill_id, SeatSkill.level, Seat.id, Seat.mission_id, Seat.audience),
        *(Mission.closes_on, Mission.published_at),
    )
    .join(Seat, Seat.id == SeatSkill.seat_id)
    .join(Mission, Mission.id == Seat.mission_id)
    .where(Mission.state.in_(OPEN_STATES), Mission.accepts_applications, Seat.taken < Seat.places)
)


def read_asks(positions: Mapping[int, int]) -> Asks:
    """What is asked today, for the missions whose positions are given by their ids. One query."""
    rows = [row for row in _ASKED.rows() if row.mission_id in positions]
    by_skill: dict[int, list[tuple[int, int]]] = defaultdict(list)
    skills: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        by_skill[row.skill_id].append((row.id, row.level))
        skills[row.id].append(row.skill_id)
    seats = {
        row.id: OpenSeat(
            positions[row.mission_id], row.audience, row.closes_on, row.published_at, tuple(skills[row.id])
        )
        for row in rows
    }
    return Asks(seats, dict(by_skill))
