"""What a skill's page counts: who holds it, which missions ask for it. Numbers only, each with the way to its rows."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.core.i18n import lazy_ngettext
from portal.core.prepared import reading
from portal.missions import queries as missions
from portal.missions.models import Mission, MissionState, Seat, SeatSkill
from portal.missions.queries import AnyReader
from portal.organization.models import Person
from portal.skills.extensions import Figure, skill_figures
from portal.skills.models import Level, Skill
from portal.talents import queries as talents


@skill_figures.append
def count_uses(actor: Person, skill: Skill, label: str) -> list[Figure]:
    """How many of the people this reader can see practise the skill, or better, and how many of the open missions they
    can read ask for it. The links show who and which."""
    asked = {"me": actor.id, "skill": skill.id, "level": int(Level.PRACTISES)}
    people, open_missions = reading().execute(_counts(AnyReader.like(actor)), asked).one()
    return [
        Figure(
            people,
            lazy_ngettext("person practises it, or better", "people practise it, or better", people),
            url_for("talents.list_talents", skill=label, level=int(Level.PRACTISES)),
        ),
        Figure(
            open_missions,
            lazy_ngettext("open mission asks for it", "open missions ask for it", open_missions),
            url_for("missions.list_missions", q=label),
        ),
    ]


@lru_cache(maxsize=16)
def _counts(reader: AnyReader) -> sa.Select[Any]:
    """Both counts in one statement, built once for each kind of reader."""
    asking = (
        sa.select(SeatSkill.id)
        .join(Seat, Seat.id == SeatSkill.seat_id)
        .where(Seat.mission_id == Mission.id, SeatSkill.skill_id == sa.bindparam("skill"))
        .exists()
    )
    readable = missions.visible_to(reader.as_person).where(Mission.state == MissionState.PUBLISHED, asking)
    return sa.select(
        talents.holders("skill", "level").with_only_columns(sa.func.count()).scalar_subquery(),
        readable.with_only_columns(sa.func.count()).scalar_subquery(),
    )
