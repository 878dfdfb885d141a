"""What the places that take applications ask, kept in memory with the catalogue, and how well they suit someone.

How much of what a place asks is held counts as everywhere (`fit`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

import sqlalchemy as sa

from portal.core.prepared import Prepared
from portal.missions.fit import MET, credit
from portal.missions.models import OPEN_STATES, Audience, Mission, Seat, SeatSkill
from portal.organization.models import Kind
from portal.talents.models import Appetite

# A place suits someone who holds this much of what it asks.
LEAST = 0.5
_STEPS = 4
_TASTE = {Appetite.USE: 1, Appetite.GROW: 1, Appetite.AVOID: -2, None: 0}
_KEPT = 1024


class Holding(NamedTuple):
    """A skill someone holds: its id, the level, from 1 to 4, and what they want to do with it."""

    skill_id: int
    level: int
    appetite: Appetite | None


class OpenSeat(NamedTuple):
    """A free place: its mission's position in the catalogue, whom it addresses, the skills it asks: id and level."""

    position: int
    audience: Audience
    closes_on: date | None
    published_at: datetime | None
    skills: tuple[tuple[int, int], ...]


class Worth(NamedTuple):
    """How well a place suits someone, the greater the better: how much of what it asks they hold, in whole quarters;
    how many of these skills they like or want to grow in, less those they would rather avoid; then the share itself,
    from 0 to 1."""

    quarters: int
    taste: int
    share: float


Holdings = frozenset[Holding]
NOTHING = Worth(0, 0, 0.0)


@dataclass(frozen=True, eq=False)
class Asks:
    """The free places by their ids; and by skill, the ids of those that ask it."""

    seats: Mapping[int, OpenSeat]
    by_skill: Mapping[int, Sequence[int]]

    @cached_property
    def suiting(self) -> Callable[[Kind, Holdings, date], Mapping[int, Worth]]:
        """The missions that suit whoever is of this kind and holds this, on a day: the worth of their best place, by
        position. Found once for the same."""
        return lru_cache(maxsize=_KEPT)(self._suiting)

    def _suiting(self, kind: Kind, held: Holdings, today: date) -> Mapping[int, Worth]:
        asking = {seat_id for holding in held for seat_id in self.by_skill.get(holding.skill_id, ())}
        best = _best((self.seats[seat_id] for seat_id in asking), kind, held, today)
        return {position: worth for position, worth in best.items() if worth.share >= LEAST}

    def worth(self, kind: Kind, held: Holdings, today: date, positions: Iterable[int]) -> Mapping[int, Worth]:
        """The same of some missions, whether they suit or not. Those without a free place for them are left out."""
        seats = chain.from_iterable(self._by_mission.get(position, ()) for position in positions)
        return _best(seats, kind, held, today)

    def published_at(self, position: int) -> datetime | None:
        """When a mission that has a free place was published."""
        return self._by_mission[position][0].published_at

    @cached_property
    def _by_mission(self) -> Mapping[int, Sequence[OpenSeat]]:
        found: dict[int, list[OpenSeat]] = defaultdict(list)
        for seat in self.seats.values():
            found[seat.position].append(seat)
        return dict(found)


def _best(seats: Iterable[OpenSeat], kind: Kind, held: Holdings, today: date) -> dict[int, Worth]:
    """By mission, the best of these places that address this kind of people and have not closed."""
    holdings = {holding.skill_id: holding for holding in held}
    addressed = {audience for audience in Audience if audience.includes(kind)}
    best: dict[int, Worth] = {}
    for seat in seats:
        if seat.audience in addressed and (seat.closes_on is None or seat.closes_on >= today):
            worth = _worth(seat, holdings)
            best[seat.position] = max(worth, best.get(seat.position, worth))
    return best


def _worth(seat: OpenSeat, held: Mapping[int, Holding]) -> Worth:
    got = taste = 0
    for skill_id, level in seat.skills:
        holding = held.get(skill_id)
        if holding is not None:
            got += credit(holding.level, level)
            taste += _TASTE[holding.appetite]
    share = got / (len(seat.skills) * MET)
    return Worth(int(share * _STEPS), taste, share)


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
    by_skill: dict[int, list[int]] = defaultdict(list)
    skills: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        by_skill[row.skill_id].append(row.id)
        skills[row.id].append((row.skill_id, row.level))
    seats = {
        row.id: OpenSeat(
            positions[row.mission_id], row.audience, row.closes_on, row.published_at, tuple(skills[row.id])
        )
        for row in rows
    }
    return Asks(seats, dict(by_skill))
