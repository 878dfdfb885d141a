"""Why missions ended without anyone, for human resources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from portal.core import clock
from portal.core.bilingual import Text, choose
from portal.core.i18n import gettext as _
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.unfilled.labels import CAUSES
from portal.missions.unfilled.models import Cause, UnfilledCause
from portal.organization.models import Person, Unit

PERIOD = timedelta(days=365)
MOST = 200


class Count(NamedTuple):
    """How many missions ended for one cause; a mission may have several."""

    cause: Cause
    label: str
    missions: int


class Ended(NamedTuple):
    """A mission that ended without anyone."""

    public_id: str
    title: Text
    unit: Text
    owner: str
    ended_on: date
    causes: tuple[str, ...]


def first_day() -> date:
    """The first day that is counted: a year ago."""
    return clock.today() - PERIOD


def count_causes() -> list[Count]:
    """Every cause of the year, the most frequent first."""
    rows = db.session.execute(
        sa.select(UnfilledCause.cause, sa.func.count())
        .where(UnfilledCause.ended_on >= first_day())
        .group_by(UnfilledCause.cause)
    )
    counts: dict[Cause, int] = dict(rows.all())
    order = sorted(Cause, key=lambda cause: -counts.get(cause, 0))
    return [Count(cause, str(CAUSES[cause]), counts.get(cause, 0)) for cause in order]


def list_ended(cause: Cause | None, locale: str) -> list[Ended]:
    """The missions of the year that ended without anyone, for one cause or for any, the latest first."""
    of_year = sa.select(UnfilledCause.mission_id).where(UnfilledCause.ended_on >= first_day())
    wanted = of_year if cause is None else of_year.where(UnfilledCause.cause == cause)
    latest = sa.select(UnfilledCause.mission_id, sa.func.max(UnfilledCause.ended_on).label("ended_on"))
    ended = latest.where(UnfilledCause.mission_id.in_(wanted)).group_by(UnfilledCause.mission_id).subquery()
    rows = db.session.execute(
        sa.select(
            *(Mission.id, Mission.public_id, Mission.title_fr, Mission.title_en, Unit.name_fr, Unit.name_en),
            *(Person.given_name, Person.family_name, ended.c.ended_on),
        )
        .join_from(Mission, ended, ended.c.mission_id == Mission.id)
        .join(Unit, Unit.id == Mission.unit_id)
        .join(Person, Person.id == Mission.owner_id)
        .order_by(ended.c.ended_on.desc(), Mission.id.desc())
        .limit(MOST)
    ).all()
    causes = _causes_of([row[0] for row in rows])
    return [
        Ended(
            public_id,
            choose(title_fr, title_en, locale),
            choose(unit_fr, unit_en, locale),
            f"{given} {family}",
            ended_on,
            causes[key],
        )
        for key, public_id, title_fr, title_en, unit_fr, unit_en, given, family, ended_on in rows
    ]


def _causes_of(ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, set[Cause]] = {key: set() for key in ids}
    rows: Any = db.session.execute(
        sa.select(UnfilledCause.mission_id, UnfilledCause.cause).where(UnfilledCause.mission_id.in_(ids))
    )
    for key, cause in rows:
        found[key].add(cause)
    return {key: tuple(str(CAUSES[cause]) for cause in Cause if cause in causes) for key, causes in found.items()}


def table(ended: Sequence[Ended]) -> Iterator[list[Any]]:
    """The same as rows of a spreadsheet, titles first: a row for each cause of each mission."""
    yield [_("Mission"), _("Unit"), _("Owner"), _("Ended on"), _("Cause")]
    for one in ended:
        for cause in one.causes:
            yield [one.title.text, one.unit.text, one.owner, one.ended_on, cause]
