"""How much one profile holds: more would tell no reader anything, and every page, CV and index would carry it."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.organization.models import Person
from portal.talents.models import Experience, HeldSkill, SpokenLanguage

Held = HeldSkill | Experience | SpokenLanguage

MOST_SKILLS = 60
MOST: Mapping[type[Held], int] = {HeldSkill: MOST_SKILLS, Experience: 60, SpokenLanguage: 10}


def has_room(session: Session, person: Person, kind: type[Held], more: int = 1) -> bool:
    """Whether the profile of `person`, whose row the transaction holds, may have that many `more` of a kind."""
    count = session.scalar(sa.select(sa.func.count()).select_from(kind).where(kind.person_id == person.id)) or 0
    return count + more <= MOST[kind]
