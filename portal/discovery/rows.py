"""The rows of what was found, with the columns that a row shows and no others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.core.bilingual import Text, choose
from portal.extensions import db
from portal.missions import queries as missions
from portal.missions.models import BRIEF_FIELDS, Brief, Mission, MissionState, Seat, SeatSkill
from portal.organization.faces import Face, face_columns
from portal.organization.models import Person, Unit
from portal.skills.models import Skill
from portal.talents import queries as talents
from portal.talents.models import Experience, HeldSkill, Profile


class Pair(NamedTuple):
    """A text in both languages."""

    french: str | None
    english: str | None

    def read(self, locale: str) -> Text:
        """The text in a language, else in the other one, else empty."""
        return choose(self.french, self.english, locale)


class RowSkill(NamedTuple):
    """A skill asked or held, at a level from 1 to 4."""

    skill_id: int
    level: int
    label: Pair


@dataclass(frozen=True, slots=True)
class MissionRow:
    """A mission; `percents` and `skills` of all its places, in their order."""

    id: int
    public_id: str
    state: MissionState
    place: str
    title: Pair
    summary: Pair
    unit: Pair
    percents: list[int] = field(default_factory=list)
    skills: list[RowSkill] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TalentRow:
    """A person, with what they have written of themselves."""

    id: int
    face: Face
    job_title: str
    unit: Pair
    headline: Pair
    summary: Pair


_MISSION = (Mission.id, Mission.public_id, Mission.state, Mission.place)
_MISSION_TEXTS = (Mission.title_fr, Mission.title_en, Mission.summary_fr, Mission.summary_en)
_UNIT = (Unit.name_fr, Unit.name_en)
_PROFILE = (Profile.headline_fr, Profile.headline_en, Profile.summary_fr, Profile.summary_en)
_BRIEF = [(getattr(Brief, f"{name}_fr"), getattr(Brief, f"{name}_en")) for name in BRIEF_FIELDS]


def mission_rows(actor: Person, ids: Collection[int]) -> dict[int, MissionRow]:
    """Those of these missions that `actor` may read, by id. Two queries."""
    if not ids:
        return {}
    select = missions.visible_to(actor).where(Mission.id.in_(ids)).join(Unit, Unit.id == Mission.unit_id)
    found = {}
    for row in db.session.execute(select.with_only_columns(*_MISSION, *_MISSION_TEXTS, *_UNIT)):
        id_, public_id, state, place, *texts = row
        title, summary, unit = _pairs(texts)
        found[id_] = MissionRow(id_, public_id, state, place, title, summary, unit)
    seats = (
        sa.select(Seat.mission_id, Seat.id, Seat.percent, SeatSkill.skill_id, SeatSkill.level, *_label())
        .outerjoin(SeatSkill, SeatSkill.seat_id == Seat.id)
        .outerjoin(Skill, Skill.id == SeatSkill.skill_id)
        .where(Seat.mission_id.in_(found))
        .order_by(Seat.id, SeatSkill.id)
    )
    last = 0
    for mission_id, seat_id, percent, skill_id, level, french, english in db.session.execute(seats):
        if seat_id != last:
            last = seat_id
            found[mission_id].percents.append(percent)
        if skill_id is not None:
            found[mission_id].skills.append(RowSkill(skill_id, level, Pair(french, english)))
    return found


def talent_rows(actor: Person, ids: Collection[int]) -> dict[int, TalentRow]:
    """Those of these people that `actor` may see, by id. One query."""
    if not ids:
        return {}
    select = (
        talents.visible_to(actor)
        .where(Person.id.in_(ids))
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(Profile, Profile.person_id == Person.id)
        .with_only_columns(Person.id, *face_columns(), Person.job_title, *_UNIT, *_PROFILE)
    )
    found = {}
    for id_, public_id, given, family, kind, job_title, *texts in db.session.execute(select):
        found[id_] = TalentRow(id_, Face(public_id, given, family, kind), job_title, *_pairs(texts))
    return found


def briefs(mission_ids: Collection[int]) -> dict[int, list[Pair]]:
    """The texts of the briefs of some missions, in the order of a brief."""
    if not mission_ids:
        return {}
    columns = (column for pair in _BRIEF for column in pair)
    select = sa.select(Brief.mission_id, *columns).where(Brief.mission_id.in_(mission_ids))
    return {mission_id: _pairs(texts) for mission_id, *texts in db.session.execute(select)}


def past_titles(person_ids: Collection[int]) -> dict[int, list[Pair]]:
    """The titles of people's experience."""
    found: dict[int, list[Pair]] = {}
    if person_ids:
        select = sa.select(Experience.person_id, Experience.title_fr, Experience.title_en)
        for person_id, *titles in db.session.execute(select.where(Experience.person_id.in_(person_ids))):
            found.setdefault(person_id, []).append(Pair(*titles))
    return found


def skills_held(person_ids: Collection[int]) -> dict[int, list[RowSkill]]:
    """The skills of people, best first."""
    found: dict[int, list[RowSkill]] = {person_id: [] for person_id in person_ids}
    select = (
        sa.select(HeldSkill.person_id, HeldSkill.skill_id, HeldSkill.level, *_label())
        .join(HeldSkill.skill)
        .where(HeldSkill.person_id.in_(person_ids))
        .order_by(HeldSkill.level.desc(), Skill.label_fr, HeldSkill.id)
    )
    for person_id, skill_id, level, *label in db.session.execute(select):
        found[person_id].append(RowSkill(skill_id, level, Pair(*label)))
    return found


def _label() -> tuple[Any, Any]:
    return Skill.label_fr, Skill.label_en


def _pairs(texts: list[str | None]) -> list[Pair]:
    return [Pair(french, english) for french, english in zip(texts[::2], texts[1::2], strict=True)]
