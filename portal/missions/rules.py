"""What a mission must say before others read it, and when it takes applications. No query of its own: the caller has
loaded what is read here.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from portal.core import clock
from portal.core.i18n import lazy_gettext as _l
from portal.missions.blanks import left_blank
from portal.missions.models import OPEN_STATES, Audience, Mission
from portal.organization.models import Kind
from portal.pilots.models import Pilot, PilotState
from portal.pilots.rules import broken_rules

if TYPE_CHECKING:
    from portal.missions.rows import ListedMission
    from portal.missions.sheet import AnyMission


# The parts of the brief without which nobody can choose to apply, and what to say when one is empty.
NEEDED_IN_BRIEF: dict[str, Any] = {
    "objective": _l("Say what the mission must change."),
    "deliverables": _l("Say what will be delivered."),
}
PILOT_RUNS = (PilotState.RUNNING, PilotState.EXTENDED)

Sentences = dict[str, Any]


def is_taking(mission: AnyMission | ListedMission) -> bool:
    """Whether the mission takes applications today."""
    closed = mission.closes_on is not None and mission.closes_on < clock.today()
    return mission.state in OPEN_STATES and mission.accepts_applications and not closed


def missing(mission: Mission, today: date, locale: str) -> Sentences:
    """{form field: sentence} for everything that keeps a mission from being read by others; empty when it is ready.

    `locale` says at which of two fields a sentence stands when either language would do. Once published, days that
    pass and a pilot that stops are no fault of it: the work goes on.
    """
    found: Sentences = {}
    if not (mission.title_fr or mission.title_en):
        found[f"title_{locale}"] = _l("Give the mission a title, in one language at least.")
    for name, sentence in NEEDED_IN_BRIEF.items():
        if not (getattr(mission.brief, f"{name}_fr") or getattr(mission.brief, f"{name}_en")):
            found[f"{name}_{locale}"] = sentence
    if mission.co_owner_id is None:
        found["co_owner"] = _l("Name a co-owner: they answer when you are away.")
    is_new = mission.published_at is None
    if is_new and mission.closes_on is not None and mission.closes_on < today:
        found["closes_on"] = _l("This day is past.")
    if not mission.seats:
        found["seats"] = _l("Describe at least one place.")
    for number, seat in enumerate(mission.seats):
        if not (seat.title_fr or seat.title_en):
            found[f"seats-{number}-title_{locale}"] = _l("Name this place, in one language at least.")
        if is_new and clock.week_of(today) > seat.last_week:
            found[f"seats-{number}-last_week"] = _l("These weeks are past.")
    found |= unserved(mission) if is_new else {}
    return found | left_blank(mission) | against_pilot(mission) | against_audience(mission)


def against_pilot(mission: Mission) -> Sentences:
    """{form field: sentence} for each rule of its pilot that the mission breaks."""
    pilot = mission.pilot
    if pilot is None:
        return {}
    found: Sentences = {}
    if mission.published_at is None and pilot.state not in PILOT_RUNS:
        found["pilot"] = _l("This pilot is not running: choose another one, or none.")
    elif pilot.units and mission.unit_id not in {unit.id for unit in pilot.units}:
        found["pilot"] = _l("This pilot does not cover the unit of the mission.")
    for number, seat in enumerate(mission.seats):
        broken = broken_rules(pilot.current_rules, seat.percent, seat.first_week, seat.last_week)
        if seat.percent > pilot.current_rules.max_percent:
            found[f"seats-{number}-percent"] = broken.pop(0)
        if broken:
            found[f"seats-{number}-last_week"] = broken[0]
    return (_outside_dates(mission, pilot) if mission.published_at is None else {}) | found


def _outside_dates(mission: Mission, pilot: Pilot) -> Sentences:
    """An extended pilot runs past its last day, and nobody knows yet how far."""
    ends_on = date.max if pilot.state is PilotState.EXTENDED else pilot.ends_on
    found: Sentences = {}
    for number, seat in enumerate(mission.seats):
        if clock.week_end(seat.first_week) < pilot.starts_on:
            found[f"seats-{number}-first_week"] = _l("The pilot starts later: choose a week from its first day on.")
        if seat.last_week > ends_on:
            found[f"seats-{number}-last_week"] = _l("The pilot ends before this week: stay within its dates.")
    return found


_NO_PLACE: dict[Audience, Any] = {
    Audience.EMPLOYEES: _l("No place is open to employees: open one to them, or change whom the mission addresses."),
    Audience.EXTERNALS: _l("No place is open to externals: open one to them, or change whom the mission addresses."),
}


def against_audience(mission: Mission) -> Sentences:
    """{form field: sentence} for each seat open to people whom the mission does not address."""
    return {
        f"seats-{number}-audience": _l("The mission is not open to them: change its audience first.")
        for number, seat in enumerate(mission.seats)
        if not fits(seat.audience, mission.audience)
    }


def unserved(mission: Mission) -> Sentences:
    """{form field: sentence} when the mission addresses people for whom it has no place."""
    for audience, sentence in _NO_PLACE.items():
        has_place = any(fits(audience, seat.audience) for seat in mission.seats)
        if mission.seats and fits(audience, mission.audience) and not has_place:
            return {"audience": sentence}
    return {}


def fits(narrow: Audience, wide: Audience) -> bool:
    """Whether everyone in `narrow` is in `wide`."""
    return all(wide.includes(kind) for kind in Kind if narrow.includes(kind))
