"""Missions in the order in which they suit someone: by the skills they hold, then by what they like. Nothing is refused
by it.

What someone likes only orders the places of whose skills they hold as much, by quarters; what they would rather avoid
comes last among them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.core import clock
from portal.missions.asks import NOTHING, Holdings, Worth
from portal.missions.cards import Card, card_of
from portal.missions.catalogue import Catalogue
from portal.missions.models import Audience
from portal.missions.reading import Reading
from portal.missions.rows import missions_of
from portal.organization.models import Person


@dataclass(frozen=True)
class Nearest:
    """The missions that suit, the best first, as cards; how many there are, and the ids of those published since."""

    cards: Sequence[Card]
    total: int
    new_ids: frozenset[int]


def nearest(
    actor: Person,
    reading: Reading,
    held: Holdings,
    *,
    without: Collection[int],
    count: int,
    since: datetime | None = None,
) -> Nearest:
    """The best `count` missions for `actor`, who holds these skills, but those of the ids `without` and their own."""
    catalogue, asks = reading.catalogue, reading.catalogue.asks
    visible = reading.visible & ~(reading.mine | catalogue.bits(list(without)))
    suiting = asks.suiting(actor.kind, held, clock.today())
    # Of those that are worth as much, the newest.
    order = _best_first(sorted(position for position in suiting if visible >> position & 1), suiting)
    fresh = [position for position in order if since is not None and _is_after(asks.published_at(position), since)]
    levels = {holding.skill_id: holding.level for holding in held}
    found = missions_of(actor, [catalogue.ids[position] for position in order[:count]])
    new_ids = frozenset(catalogue.ids[position] for position in fresh)
    return Nearest([card_of(mission, actor, levels) for mission in found], len(order), new_ids)


def nearest_first(actor: Person, catalogue: Catalogue, held: Holdings, ids: Sequence[int]) -> list[int]:
    """The missions of these ids, those that suit `actor`, who holds these skills, first: the others follow by how much
    of what they ask is held. Those that are worth as much stay in the order given."""
    # One written since has no position yet.
    positions = {row_id: catalogue.positions.get(row_id, -1) for row_id in ids}
    worth = catalogue.asks.worth(actor.kind, held, clock.today(), positions.values())
    return _best_first(ids, {row_id: worth.get(position, NOTHING) for row_id, position in positions.items()})


def _best_first(missions: Iterable[int], worth: Mapping[int, Worth]) -> list[int]:
    return sorted(missions, key=worth.__getitem__, reverse=True)


def _is_after(published_at: datetime | None, moment: datetime) -> bool:
    return published_at is not None and published_at > moment


def open_in(reading: Reading, actor: Person, languages: Collection[str]) -> int:
    """How many missions that take applications and address `actor` are worked on in one of these languages."""
    sides = {Audience.EXTERNALS if actor.is_external else Audience.EMPLOYEES, Audience.BOTH}
    addressed = reading.catalogue.of(*(("audience", side) for side in sides))
    kept = reading.visible & ~reading.mine & reading.group("open") & addressed
    return (kept & reading.having("language", languages)).bit_count()
