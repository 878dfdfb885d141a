"""Reading a few candidates at once: as many statements for two as for four."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.applications.models import Application, ApplicationState
from portal.applications.rows import Written
from portal.core.among import among
from portal.core.bilingual import Text, choose
from portal.core.columns import Columns
from portal.core.prepared import Prepared
from portal.missions.models import Mission
from portal.organization.faces import Face, face_columns
from portal.organization.models import Person, Unit
from portal.talents.models import Circle, EvidenceKind, HeldSkill, Profile, Section, SkillEvidence
from portal.talents.visibility import Known, Sight, circle_column, sights_of


@dataclass(frozen=True, slots=True)
class Compared:
    """One candidate: who, since when, and what their profile says of their time where `sight` reaches."""

    public_id: str
    state: ApplicationState
    applied_at: datetime
    seat_id: int
    person_id: int
    person: Face
    unit: Text
    sight: Sight
    time: Written


class Holding(NamedTuple):
    """A skill that someone holds: the level that counts, when it was last confirmed, on how many missions it was
    attested, and how many colleagues endorse it where all can read."""

    level: int
    confirmed_on: date
    missions: int
    colleagues: int


_OWN = (Application.public_id, Application.state, Application.created_at, Application.seat_id, Application.person_id)
_FREE = (
    *(Profile.availability_share, Profile.available_from, Profile.available_until, Profile.notice_weeks),
    Profile.availability_said_on,
)
_SECTIONS = (Section.SKILLS, Section.AVAILABILITY)
_CHOSEN = [circle_column(section) for section in _SECTIONS]
_COLUMNS = Columns(_OWN, face_columns(), (Unit.name_fr, Unit.name_en), (Person.manager_id,), _FREE, _CHOSEN)
_COMPARED = Prepared(
    sa.select(*_COLUMNS.all)
    .join_from(Application, Person, Person.id == Application.person_id)
    .join(Unit, Unit.id == Person.unit_id)
    .outerjoin(Profile, Profile.person_id == Person.id)
    .where(Application.mission_id == sa.bindparam("mission_id"), among(Application.public_id, "public_ids"))
    .order_by(Application.created_at, Application.id)
)


def compared(reader: Person, mission: Mission, public_ids: Collection[str], locale: str) -> list[Compared]:
    """Those candidates of a mission, in the order they applied: the only order there is."""
    rows = [_COLUMNS.apart(row) for row in _COMPARED.rows(mission_id=mission.id, public_ids=list(public_ids))]
    known = [Known(own[4], Face(*face).kind, manager_id) for own, face, _unit, (manager_id,), _free, _circles in rows]
    circles = [
        dict(zip(_SECTIONS, (circle or Circle.INSIDE for circle in chosen), strict=True)) for *_rest, chosen in rows
    ]
    sights = sights_of(reader, zip(known, circles, strict=True))
    return [_compared(row, sights[person.id], locale) for row, person in zip(rows, known, strict=True)]


def _compared(row: Sequence[Any], sight: Sight, locale: str) -> Compared:
    (public_id, state, applied_at, seat_id, person_id), face, unit, _manager, free, _circles = row
    time = Written(sight, "", "", *(free if Section.AVAILABILITY in sight else ()))
    named = choose(unit[0], unit[1], locale)
    return Compared(public_id, state, applied_at, seat_id, person_id, Face(*face), named, sight, time)


_attested = sa.case((SkillEvidence.kind == EvidenceKind.ATTESTED, SkillEvidence.mission_id))
_endorsed = sa.case(
    (
        sa.and_(SkillEvidence.kind == EvidenceKind.ENDORSED, SkillEvidence.hidden_at.is_(None)),
        SkillEvidence.by_id,
    )
)
_HELD = Prepared(
    sa.select(
        *(HeldSkill.person_id, HeldSkill.skill_id, HeldSkill.counted_level, HeldSkill.confirmed_on),
        sa.func.count(_attested.distinct()).label("missions"),
        sa.func.count(_endorsed.distinct()).label("colleagues"),
    )
    .outerjoin(
        SkillEvidence,
        sa.and_(
            SkillEvidence.person_id == HeldSkill.person_id,
            SkillEvidence.skill_id == HeldSkill.skill_id,
            SkillEvidence.withdrawn_at.is_(None),
        ),
    )
    .where(among(HeldSkill.person_id, "person_ids"), among(HeldSkill.skill_id, "skill_ids"))
    .group_by(HeldSkill.id)
)


def holdings(person_ids: Collection[int], skill_ids: Collection[int]) -> dict[tuple[int, int], Holding]:
    """What these people hold of these skills: {(person id, skill id): holding}."""
    if not person_ids or not skill_ids:
        return {}
    rows = _HELD.rows(person_ids=list(person_ids), skill_ids=list(skill_ids))
    return {(person_id, skill_id): Holding(*rest) for person_id, skill_id, *rest in rows}
