"""What notices are about, and who may still read it: a notice says nothing of what its reader may not see any more.

Features above are named in `portal.matters`; nothing here knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.core.among import among
from portal.core.prepared import Prepared
from portal.notices.models import Notice
from portal.organization.models import Person

Ids = Callable[[Any], Any]


class Subject(NamedTuple):
    """One thing that a notice is about: the name of its table, and its id."""

    matter: str
    id: int


@dataclass(frozen=True)
class Matter:
    """A kind of thing that notices are about.

    `visible` selects those that someone may read. `asks` gives, for the events that ask something of their reader, the
    ids of what still waits for that person. `mission_id` says which mission one belongs to.
    """

    model: Any
    visible: Ids
    asks: Mapping[str, Ids] = field(default_factory=dict)
    mission_id: Callable[[Any], int | None] = lambda subject: subject.mission_id

    @property
    def name(self) -> str:
        """The name of the table."""
        return str(self.model.__tablename__)


_matters: dict[type, Matter] = {}
# From someone to what stands for all who read the same, in a statement that is built once: who asks comes as `me`.
_stands_in: list[Callable[[Person], Any]] = []
# From ids of missions and a language to their titles.
titles: list[Callable[[Collection[int], str], Mapping[int, Any]]] = []


def register(*matters: Matter, stands_in: Callable[[Person], Any]) -> None:
    """Add what notices can be about; `stands_in` gives what `visible` and `asks` take in the place of a person."""
    _matters.update({matter.model: matter for matter in matters})
    _stands_in[:] = [stands_in]
    for built in (_readable, _pending):
        built.cache_clear()


def matters() -> Iterable[Matter]:
    """All of them, in the order they were added."""
    return _matters.values()


def mission_titles(ids: Collection[int], locale: str) -> dict[int, str]:
    """The titles of missions in a language."""
    return {id_: found.text for titles_of in titles for id_, found in titles_of(ids, locale).items()} if ids else {}


def asking_events() -> frozenset[str]:
    """The events that ask something of their reader."""
    return frozenset(event for matter in _matters.values() for event in matter.asks)


def subject_in(context: Mapping[str, Any]) -> tuple[Subject | None, int | None]:
    """What the words of a mail are about, and the mission it belongs to: the first thing of theirs that is a matter."""
    for thing in context.values():
        matter = _matters.get(type(thing))
        if matter is not None:
            return Subject(matter.name, thing.id), matter.mission_id(thing)
    return None, None


def _stand_in(person: Person) -> Any:
    return _stands_in[0](person)


def readable(person: Person, subjects: Collection[Subject]) -> set[Subject]:
    """Those of these that `person` may read now. One statement."""
    asked: dict[str, list[int]] = {}
    for subject in subjects:
        asked.setdefault(subject.matter, []).append(subject.id)
    if not asked:
        return set()
    rows = _readable(_stand_in(person), frozenset(asked)).rows(me=person.id, **asked)
    return {Subject(matter, id_) for matter, id_ in rows}


@lru_cache(maxsize=128)
def _readable(reader: Any, names: frozenset[str]) -> Prepared:
    branches = [
        matter.visible(reader)
        .with_only_columns(sa.literal(matter.name, sa.String).label("matter"), matter.model.id)
        .where(among(matter.model.id, matter.name))
        for matter in _matters.values()
        if matter.name in names
    ]
    return Prepared(branches[0] if len(branches) == 1 else sa.union_all(*branches))


def pending(person: Person) -> list[int]:
    """The ids of the notices that ask `person` something which still waits for them, the latest first: one for each
    thing that waits. One statement."""
    found: dict[Subject, int] = {}
    for id_, matter, matter_id in _pending(_stand_in(person)).rows(me=person.id):
        found.setdefault(Subject(matter, matter_id), id_)
    return list(found.values())


@lru_cache(maxsize=32)
def _pending(reader: Any) -> Prepared:
    waits = [
        sa.and_(
            Notice.event == event,
            Notice.matter == matter.name,
            Notice.matter_id.in_(ids(reader)),
        )
        for matter in _matters.values()
        for event, ids in matter.asks.items()
    ]
    return Prepared(
        sa.select(Notice.id, Notice.matter, Notice.matter_id)
        .where(Notice.person_id == sa.bindparam("me", type_=sa.Integer), sa.or_(sa.false(), *waits))
        .order_by(Notice.at.desc(), Notice.id.desc())
    )
