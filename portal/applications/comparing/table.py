"""The table of a comparison: a line for each thing asked, a column for each candidate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from portal.applications import queries
from portal.applications.comparing.queries import Compared, Holding, compared, holdings
from portal.applications.extensions import weeks_taken
from portal.applications.match import Ask, sorted_asks
from portal.core import clock
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.missions.models import Mission, Seat
from portal.organization.models import Person
from portal.talents.availability.queries import pauses_between
from portal.talents.availability.wording import Days
from portal.talents.models import Section

FEWEST, MOST = 2, 4


class Line(NamedTuple):
    """A skill asked; for each candidate what they hold of it, or None when they do not show their skills."""

    asked: Any
    cells: list[tuple[Ask, Holding | None] | None]


@dataclass(frozen=True)
class Comparison:
    """A seat, those compared for it, a line for each skill asked; for each candidate the pauses that meet the weeks of
    the seat and the most of a week they already give in them (percent), None where the reader does not see it."""

    seat: Seat
    people: list[Compared]
    lines: list[Line]
    pauses: list[list[Days] | None]
    loads: list[int | None]


def compare(reader: Person, mission: Mission, public_ids: list[str], locale: str) -> Comparison:
    """Two to four candidates for the same seat. Raises `Invalid` for fewer, for more, or for several seats."""
    people = compared(reader, mission, public_ids, locale)
    if not FEWEST <= len(people) <= MOST:
        raise Invalid(fields={"applications": _l("Choose two to four people to compare.")})
    if len({one.seat_id for one in people}) > 1:
        raise Invalid(fields={"applications": _l("Choose people who ask for the same place.")})
    seat = next(seat for seat in mission.seats if seat.id == people[0].seat_id)
    return Comparison(seat, people, _lines(seat, people), _pauses(seat, people), _loads(seat, people))


def _lines(seat: Seat, people: list[Compared]) -> list[Line]:
    asked = queries.skills_asked([seat.id])[seat.id]
    shown = [one.person_id for one in people if Section.SKILLS in one.sight]
    held = holdings(shown, {skill.skill_id for skill in asked})
    lines = []
    for ask in sorted_asks(asked):
        cells: list[tuple[Ask, Holding | None] | None] = []
        for one in people:
            holding = held.get((one.person_id, ask.skill_id))
            cell = (Ask(ask, holding.level if holding else 0), holding)
            cells.append(cell if one.person_id in shown else None)
        lines.append(Line(ask, cells))
    return lines


def _readable(people: list[Compared]) -> list[int]:
    return [one.person_id for one in people if Section.AVAILABILITY in one.sight]


def _pauses(seat: Seat, people: list[Compared]) -> list[list[Days] | None]:
    readable = _readable(people)
    found = pauses_between(readable, seat.first_week, clock.week_end(seat.last_week))
    return [found.get(one.person_id, []) if one.person_id in readable else None for one in people]


def _loads(seat: Seat, people: list[Compared]) -> list[int | None]:
    readable = _readable(people)
    found: dict[int, int] = {}
    for taken in weeks_taken:
        found |= taken(readable, seat.first_week, seat.last_week)
    return [found.get(one.person_id, 0) if one.person_id in readable else None for one in people]
