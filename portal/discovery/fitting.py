"""Putting answers in order by fit: a mission fits the reader as on their home (`missions.nearest`), a person the search
by the skills it asks. How much is held counts as everywhere (`missions.fit`). Nothing is left out, nothing is shown of
it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from portal.core.edition import present_mark
from portal.core.prepared import reading
from portal.core.reindex import MISSION
from portal.discovery.asking import Ask
from portal.missions.catalogue import catalogue_of
from portal.missions.edition import NAME
from portal.missions.fit import credit
from portal.missions.nearest import nearest_first
from portal.missions.queries import holdings_of
from portal.organization.models import Person
from portal.skills.models import Skill
from portal.talents.models import HeldSkill, Section
from portal.talents.visibility import narrowed


def by_fit(actor: Person, ask: Ask, ids: Sequence[int]) -> list[int]:
    """The same rows of the tab of `ask`, those that fit best first; those that fit as well, in the order given."""
    if ask.kind == MISSION:
        return nearest_first(actor, catalogue_of(present_mark(NAME)), holdings_of(actor), ids)
    worth = _of_people(ask, ids)
    return sorted(ids, key=lambda row_id: -worth.get(row_id, 0.0))


_HELD = (
    sa.select(HeldSkill.person_id, Skill.public_id, HeldSkill.counted_level)
    .join(HeldSkill.skill)
    .where(
        Skill.public_id.in_(sa.bindparam("skills", expanding=True)),
        HeldSkill.person_id.in_(sa.bindparam("people", expanding=True)),
        HeldSkill.person_id.not_in(narrowed(Section.SKILLS)),
    )
)


def _of_people(ask: Ask, ids: Sequence[int]) -> dict[int, float]:
    """How much of the skills asked people hold, a level above what is enough deciding among equals; from those who tell
    everyone inside."""
    enough = dict(ask.skills)
    worth: dict[int, float] = defaultdict(float)
    for person_id, public_id, level in reading().execute(_HELD, {"skills": list(enough), "people": list(ids)}):
        worth[person_id] += credit(level, enough[public_id]) + level / 100
    return worth
