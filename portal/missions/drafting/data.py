"""What a form says of a mission, as plain values, and how it is written onto the mapped objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.missions.models import BRIEF_FIELDS, Audience, Mission, Necessity, Seat, SeatSkill

BRIEF_COLUMNS = tuple(f"{name}_{lang}" for name in BRIEF_FIELDS for lang in ("fr", "en"))
SEAT_COLUMNS = ("title_fr", "title_en", "places", "percent", "first_week", "last_week", "audience")
FIELD_COLUMNS = (
    *("title_fr", "title_en", "summary_fr", "summary_en"),
    *("unit_id", "co_owner_id", "pilot_id", "place", "remote", "language", "audience", "closes_on"),
)


@dataclass(frozen=True)
class SkillData:
    """A skill asked, at a level from 1 to 4."""

    skill_id: int
    level: int
    necessity: Necessity


@dataclass(frozen=True)
class SeatData:
    """One seat. `public_id` is empty for a new one; the share is a percent of a week, weeks are Mondays."""

    percent: int
    first_week: date
    last_week: date
    public_id: str = ""
    title_fr: str = ""
    title_en: str = ""
    places: int = 1
    audience: Audience = Audience.EMPLOYEES
    skills: tuple[SkillData, ...] = ()


@dataclass(frozen=True)
class MissionData:
    """A whole mission: `fields` are columns of the mission (see `FIELD_COLUMNS`), `brief` columns of its brief."""

    fields: Mapping[str, Any]
    brief: Mapping[str, str] = field(default_factory=dict)
    seats: tuple[SeatData, ...] = ()


def write_fields(mission: Mission, data: MissionData) -> list[str]:
    """Write the mission's own columns and its brief's. Returns the names of those that changed."""
    changed = _write(mission, {name: data.fields[name] for name in FIELD_COLUMNS if name in data.fields})
    return changed + _write(mission.brief, {name: data.brief[name] for name in BRIEF_COLUMNS if name in data.brief})


def _write(subject: Any, values: Mapping[str, Any]) -> list[str]:
    changed = [name for name, value in values.items() if getattr(subject, name) != value]
    for name in changed:
        setattr(subject, name, values[name])
    return changed


def write_seats(mission: Mission, data: MissionData) -> list[str]:
    """Write the seats: those named are changed, new ones added, the others removed. Returns what changed, in names."""
    left = {seat.public_id: seat for seat in mission.seats}
    kept: list[Seat] = []
    changed: list[str] = []
    for wanted in data.seats:
        seat = left.pop(wanted.public_id, None)
        known = seat is not None
        seat = seat or Seat(skills=[])
        written = _write(seat, {name: getattr(wanted, name) for name in SEAT_COLUMNS})
        if _write_skills(seat, wanted.skills) or written:
            changed.append("seat_changed" if known else "seat_added")
        kept.append(seat)
    if left:
        changed.append("seat_removed")
    mission.seats = kept
    return list(dict.fromkeys(changed))


def _write_skills(seat: Seat, wanted: tuple[SkillData, ...]) -> bool:
    present = {asked.skill_id: asked for asked in seat.skills}
    kept, changed = [], len(present) != len(wanted)
    for data in wanted:
        asked = present.get(data.skill_id)
        if asked is None:
            asked, changed = SeatSkill(skill_id=data.skill_id), True
        changed = bool(_write(asked, {"level": data.level, "necessity": data.necessity})) or changed
        kept.append(asked)
    seat.skills = kept
    return changed
