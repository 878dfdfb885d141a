"""What a skill's page counts: who holds it, which missions ask for it. Numbers only, each with the way to its rows."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.core.i18n import lazy_ngettext
from portal.extensions import db
from portal.missions import queries as missions
from portal.missions.models import Mission, MissionState, Seat, SeatSkill
from portal.organization.models import Person
from portal.skills.extensions import Figure, skill_figures
from portal.skills.models import Level, Skill
from portal.talents import queries as talents
from portal.talents.models import HeldSkill


@skill_figures.append
def count_holders(actor: Person, skill: Skill, label: str) -> Figure:
    """How many of the people this reader can see practise the skill, or better: the link shows who they are."""
    people = talents.visible_to(actor).join(HeldSkill, HeldSkill.person_id == Person.id)
    people = people.where(HeldSkill.skill_id == skill.id, HeldSkill.level >= Level.PRACTISES)
    count = _count(people)
    href = url_for("talents.list_talents", skill=label, level=int(Level.PRACTISES))
    return Figure(count, lazy_ngettext("person practises it, or better", "people practise it, or better", count), href)


@skill_figures.append
def count_missions(actor: Person, skill: Skill, label: str) -> Figure:
    """How many of the open missions this reader can see ask for the skill."""
    asking = (
        sa.select(SeatSkill.id)
        .join(Seat, Seat.id == SeatSkill.seat_id)
        .where(Seat.mission_id == Mission.id, SeatSkill.skill_id == skill.id)
        .exists()
    )
    count = _count(missions.visible_to(actor).where(Mission.state == MissionState.PUBLISHED, asking))
    return Figure(
        count,
        lazy_ngettext("open mission asks for it", "open missions ask for it", count),
        url_for("missions.list_missions", q=label),
    )


def _count(select: sa.Select[Any]) -> int:
    """How many rows; a person holds a skill once, so none comes twice."""
    return db.session.scalar(select.with_only_columns(sa.func.count()).order_by(None)) or 0
