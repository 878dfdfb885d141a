"""What is worth telling someone: open missions that are not their own, and other people, as they may read them now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.core.chunks import chunks
from portal.core.reindex import MISSION, TALENT
from portal.discovery.documents import Thing
from portal.extensions import db
from portal.missions import queries as missions
from portal.missions.models import OPEN_STATES, Mission
from portal.organization.models import Person
from portal.talents import queries as talents


def worth_telling(owner: Person, things: Iterable[Thing], *, since: datetime | None = None) -> set[Thing]:
    """Those of these things that are news for the owner of a search: with `since`, only what was published, or who
    arrived, after that instant.
    """
    ids: dict[str, list[int]] = {MISSION: [], TALENT: []}
    for kind, row_id in things:
        ids[kind].append(row_id)
    opened = open_missions(owner)
    others = talents.here().with_only_columns(Person.id).where(Person.id != owner.id)
    if since is not None:
        opened = opened.where(Mission.published_at > since)
        others = others.where(Person.created_at > since)
    found = {(MISSION, row_id) for row_id in _among(opened, Mission.id, ids[MISSION])}
    return found | {(TALENT, row_id) for row_id in _among(others, Person.id, ids[TALENT])}


def open_missions(owner: Person) -> sa.Select[Any]:
    """The ids of the missions that `owner` may read, that are open, and that are not theirs."""
    return (
        missions.visible_to(owner)
        .with_only_columns(Mission.id)
        .where(Mission.state.in_(sorted(OPEN_STATES)), Mission.id.not_in(missions.owned_ids(owner)))
    )


def _among(select: sa.Select[Any], column: Any, ids: Sequence[int]) -> Iterator[int]:
    for some in chunks(ids):
        yield from db.session.scalars(select.where(column.in_(some)))


def written(things: Collection[Thing]) -> str:
    """Things as one text, to be kept: see `read`."""
    return " ".join(f"{kind}:{row_id}" for kind, row_id in sorted(things))


def read(text: str) -> set[Thing]:
    """The things that a text names."""
    return {(kind, int(row_id)) for kind, _, row_id in (name.partition(":") for name in text.split())}
