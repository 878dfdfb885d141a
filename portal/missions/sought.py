"""What missions are looked for by when no index answers, beside what the list counts: months, place and skills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from portal.core.months import months_between
from portal.core.postings import Postings
from portal.extensions import db
from portal.missions.models import Mission, Seat, SeatSkill
from portal.skills.levels import met_by
from portal.skills.models import Skill

Value = tuple[str, str]
FACETS = ("month", "place", "skill")


def read_sought(positions: Mapping[int, int]) -> Postings[Value]:
    """The missions at these positions ({id: position}) by their values: ("month", "2026-11"), ("skill", "id:2")…"""
    found: dict[int, set[Value]] = defaultdict(set)
    for mission_id, place in db.session.execute(sa.select(Mission.id, Mission.place).where(Mission.place != "")):
        found[mission_id].add(("place", place))
    for mission_id, first, last in db.session.execute(sa.select(Seat.mission_id, Seat.first_week, Seat.last_week)):
        found[mission_id].update(("month", month) for month in months_between(first, last + timedelta(days=6)))
    asked = sa.select(Seat.mission_id, Skill.public_id, SeatSkill.level).select_from(SeatSkill)
    for mission_id, public_id, level in db.session.execute(asked.join(Seat).join(Skill)):
        found[mission_id].update(("skill", value) for value in met_by(public_id, level))
    return Postings((found.get(mission_id, ()) for mission_id in positions), len(positions))
