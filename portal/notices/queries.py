"""Reading one's own notices: nobody reads another's, and what one may not see any more is not said again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.among import among
from portal.core.bilingual import Text, choose
from portal.core.pagination import DEEPEST, PER_PAGE, Page
from portal.core.prepared import Prepared
from portal.notices import matters, wording
from portal.notices.kinds import kind_of
from portal.notices.matters import Subject
from portal.notices.models import Notice
from portal.organization.models import Person

MOST_ASKED = 40
_ME = sa.bindparam("me", type_=sa.Integer)
_SHOWN = (
    *(Notice.id, Notice.public_id, Notice.event, Notice.said_fr, Notice.said_en, Notice.link),
    *(Notice.matter, Notice.matter_id, Notice.at, Notice.read_at),
)


def unread_of(person: Any) -> sa.Select[Any]:
    """The ids of the notices that someone has not read."""
    return sa.select(Notice.id).where(Notice.person_id == person.id, Notice.read_at.is_(None))


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as the page says it. `page` is where it leads, empty when it leads nowhere, or not any more."""

    id: int
    public_id: str
    said: Text
    kind: str
    page: str
    at: datetime
    is_unread: bool
    is_open: bool

    @property
    def when(self) -> str:
        """The hour it was told."""
        return wording.clock_time(self.at)


@dataclass(frozen=True, slots=True)
class Told:
    """One's notices: what waits for an answer, a page of the rest by day, and the id of the latest of all."""

    asked: list[Line]
    days: list[tuple[str, list[Line]]]
    page: Page
    last: int
    unread: int


def _told(*which: sa.ColumnElement[bool]) -> Prepared:
    return Prepared(
        sa.select(*_SHOWN, sa.func.count().over().label("total"))
        .where(Notice.person_id == _ME, sa.not_(among(Notice.id, "asked")), *which)
        .order_by(Notice.at.desc(), Notice.id.desc())
        .limit(PER_PAGE)
        .offset(sa.bindparam("rows_before", type_=sa.Integer))
    )


_ALL, _UNREAD = _told(), _told(Notice.read_at.is_(None))
_ASKED = Prepared(
    sa.select(*_SHOWN)
    .where(Notice.person_id == _ME, among(Notice.id, "asked"))
    .order_by(Notice.at.desc(), Notice.id.desc())
)
_COUNTS = Prepared(
    sa.select(
        sa.func.coalesce(sa.func.max(Notice.id), 0).label("last"),
        sa.func.count(sa.case((Notice.read_at.is_(None), 1))).label("unread"),
    ).where(Notice.person_id == _ME)
)


def told_to(person: Person, number: int, locale: str, *, only_unread: bool = False) -> Told:
    """A page of what someone was told, the latest first, in their language."""
    number = max(1, min(number, DEEPEST))
    pending = matters.pending(person)[:MOST_ASKED]
    asked = _ASKED.rows(me=person.id, asked=pending) if pending and number == 1 else []
    found = _UNREAD if only_unread else _ALL
    rows = found.rows(me=person.id, asked=pending, rows_before=(number - 1) * PER_PAGE)
    seen = matters.readable(person, {Subject(row.matter, row.matter_id) for row in (*asked, *rows) if row.matter})
    counts = _COUNTS.row(me=person.id)
    lines = [_line(row, seen, locale) for row in rows]
    return Told(
        [_line(row, seen, locale) for row in asked],
        _by_day(lines),
        Page(lines, number, rows[0].total if rows else 0),
        counts.last,
        counts.unread,
    )


def _line(row: Any, seen: set[Subject], locale: str) -> Line:
    is_open = row.matter is None or Subject(row.matter, row.matter_id) in seen
    said = choose(row.said_fr, row.said_en, locale) if is_open else Text(wording.hidden(row.event), locale)
    name, page = str(kind_of(row.event).name), row.link if is_open else ""
    return Line(row.id, row.public_id, said, name, page, row.at, row.read_at is None, is_open)


def _by_day(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    days = groupby(lines, key=lambda line: clock.local_day(line.at))
    return [(wording.day_name(day), list(group)) for day, group in days]
