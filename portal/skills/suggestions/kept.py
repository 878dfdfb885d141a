"""The index of the vocabulary as it stands, kept in each process until someone writes to the library.

Skills are read again from the database before they are shown, so that an index a little behind never shows what left
the library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from portal.core.prepared import reading
from portal.core.shelf import Shelf
from portal.extensions import db
from portal.skills.edition import NAME
from portal.skills.models import Skill, SkillLabel, SkillState
from portal.skills.suggestions.index import Index, Name, build

MOST_AT_ONCE = 5_000  # names: about 0.2 s
_LAST = {"esco": 1, "onet": 2}


@dataclass(frozen=True)
class Kept:
    """An index, and the ids of its skills by place."""

    index: Index
    ids: Sequence[int]


def current() -> Kept | None:
    """The index to answer with: one small query, and a reading of every name after a write. None while the first is
    being made.
    """
    return _SHELF.current()


def read_now() -> Kept:
    """The index as the library stands, made on the spot whatever its size, and kept."""
    return _SHELF.make_now()


def _is_small() -> bool:
    return (db.session.scalar(sa.select(sa.func.count(SkillLabel.id))) or 0) <= MOST_AT_ONCE


def read() -> Kept:
    """Every name of the active skills, indexed."""
    rows = reading().execute(
        sa.select(
            *(Skill.id, Skill.source, SkillLabel.lang, SkillLabel.is_preferred, SkillLabel.text, SkillLabel.folded)
        )
        .join(SkillLabel, SkillLabel.skill_id == Skill.id)
        .where(Skill.state == SkillState.ACTIVE, SkillLabel.folded != "")
        .order_by(Skill.id, SkillLabel.id)
    )
    places: dict[int, int] = {}
    own: list[int] = []
    names: list[Name] = []
    for skill_id, source, lang, is_preferred, text, folded in rows:
        place = places.setdefault(skill_id, len(places))
        if place == len(own):
            own.append(_LAST.get(source, 0))
        names.append(Name(place, lang, is_preferred, text, folded))
    return Kept(build(names, own), list(places))


_SHELF = Shelf(NAME, read, _is_small)
