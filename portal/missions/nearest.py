"""The missions that suit someone: by the skills they hold, then by what they like. Nothing is refused by it.

What someone likes only orders the places of whose skills they hold as much, by quarters; what they would rather avoid
comes last among them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.core import clock
from portal.missions.asks import Holdings
from portal.missions.cards import Card, card_of
from portal.missions.models import Audience
from portal.missions.reading import Reading
from portal.missions.rows import missions_of
from portal.organization.models import Person

_STEPS = 4


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
    catalogue = reading.catalogue
    visible = reading.visible & ~(reading.mine | catalogue.bits(list(without)))
    best: dict[int, tuple[int, int, float]] = {}
    fresh = set()
    for seat, share, taste in catalogue.asks.suiting(actor.kind, held, clock.today()):
        if not visible >> seat.position & 1:
            continue
        worth = (int(share * _STEPS), taste, share)
        best[seat.position] = max(worth, best.get(seat.position, worth))
        if since is not None and seat.published_at is not None and seat.published_at > since:
            fresh.add(catalogue.ids[seat.position])
    # Of those that are worth as much, the newest.
    order = sorted(best, key=lambda position: (*(-part for part in best[position]), position))
    levels = {holding.skill_id: holding.level for holding in held}
    found = missions_of(actor, [catalogue.ids[position] for position in order[:count]])
    return Nearest([card_of(mission, actor, levels) for mission in found], len(order), frozenset(fresh))


def open_in(reading: Reading, actor: Person, languages: Collection[str]) -> int:
    """How many missions that take applications and address `actor` are worked on in one of these languages."""
    sides = {Audience.EXTERNALS if actor.is_external else Audience.EMPLOYEES, Audience.BOTH}
    addressed = reading.catalogue.of(*(("audience", side) for side in sides))
    kept = reading.visible & ~reading.mine & reading.group("open") & addressed
    return (kept & reading.having("language", languages)).bit_count()
