"""The index of the vocabulary as it stands, kept in each process until someone writes to the library.

A small vocabulary is read again on the spot. A large one takes some seconds: the former index, or none at first,
answers meanwhile, and a thread makes the next one. Skills are read again from the database before they are shown, so
that an index a little behind never shows what left the library.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app

from portal.core.edition import present_mark
from portal.core.prepared import reading
from portal.extensions import db
from portal.skills.edition import NAME
from portal.skills.models import Skill, SkillLabel, SkillState
from portal.skills.suggestions.index import Index, Name, build

MOST_AT_ONCE = 5_000  # names: about 0.2 s
_KEPT = "skill_suggestions"
_LAST = {"esco": 1, "onet": 2}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """An index, the ids of its skills by place, and the mark of the library it was read from."""

    mark: str
    index: Index
    ids: Sequence[int]


@dataclass
class _Shelf:
    kept: Kept | None = None
    building: str | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


def current() -> Kept | None:
    """The index to answer with: one small query, and a reading of every name after a write. None while the first is
    being made.
    """
    shelf = _shelf()
    mark = present_mark(NAME)
    if shelf.kept is not None and shelf.kept.mark == mark:
        return shelf.kept
    if (db.session.scalar(sa.select(sa.func.count(SkillLabel.id))) or 0) <= MOST_AT_ONCE:
        # The mark was read before the names: they can only be newer than it says, and are then read once too often.
        shelf.kept = read(mark)
    else:
        _build_aside(shelf, mark)
    return shelf.kept


def read_now() -> Kept:
    """The index as the library stands, made on the spot whatever its size, and kept."""
    shelf = _shelf()
    shelf.kept = read(present_mark(NAME))
    return shelf.kept


def read(mark: str = "") -> Kept:
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
    return Kept(mark, build(names, own), list(places))


def _shelf() -> _Shelf:
    shelf: _Shelf = current_app.extensions.setdefault(_KEPT, _Shelf())
    return shelf


def _build_aside(shelf: _Shelf, mark: str) -> None:
    with shelf.lock:
        if shelf.building is not None:
            return
        shelf.building = mark
    app: Any = current_app
    given = (app._get_current_object(), shelf, mark)
    threading.Thread(target=_fill, args=given, name="skill names", daemon=True).start()


def _fill(app: Flask, shelf: _Shelf, mark: str) -> None:
    try:
        with app.app_context():
            shelf.kept = read(mark)
    except Exception:
        log.exception("the index of skill names could not be made; the former one answers")
    finally:
        shelf.building = None
