"""A pilot with what its page shows: the columns themselves, no object of the session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from portal.core.bilingual import choose
from portal.core.columns import Columns
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.organization.faces import Face, face_columns
from portal.organization.models import Person, Unit
from portal.pilots.models import Pilot, PilotRules, PilotState, pilot_unit
from portal.pilots.queries import readable


@dataclass(frozen=True, slots=True)
class Sponsor(Face):
    """Who answers for the pilot."""

    job_title: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the rules: see `PilotRules`."""

    number: int
    max_percent: int
    max_weeks: int
    counts_in_review: bool
    charter_fr: str
    charter_en: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PilotSheet:
    """A pilot, as its page reads it: see `Pilot`."""

    sponsor: Sponsor
    rules: list[Version]
    units: list[str]
    id: int
    public_id: str
    version: int
    state: PilotState
    sponsor_id: int
    starts_on: date
    ends_on: date
    name_fr: str
    name_en: str
    purpose_fr: str
    purpose_en: str

    @property
    def current_rules(self) -> Version:
        """The version of the rules in force."""
        return self.rules[-1]


_COLUMNS = Columns(
    (*face_columns(), Person.job_title),
    (
        *(PilotRules.number, PilotRules.max_percent, PilotRules.max_weeks, PilotRules.counts_in_review),
        *(PilotRules.charter_fr, PilotRules.charter_en, PilotRules.created_at),
    ),
    (
        *(Pilot.id, Pilot.public_id, Pilot.version, Pilot.state, Pilot.sponsor_id, Pilot.starts_on, Pilot.ends_on),
        *(Pilot.name_fr, Pilot.name_en, Pilot.purpose_fr, Pilot.purpose_en),
    ),
)


@lru_cache(maxsize=4)
def _page_for(is_external: bool, is_hr: bool) -> Prepared:
    return Prepared(
        readable(is_external, is_hr, sa.bindparam("me", type_=sa.Integer))
        .join(Person, Person.id == Pilot.sponsor_id)
        .join(PilotRules, PilotRules.pilot_id == Pilot.id)
        .where(Pilot.public_id == sa.bindparam("public_id"))
        .with_only_columns(*_COLUMNS.all)
        .order_by(PilotRules.number)
    )


_NAMES: Any = sa.select(Unit.name_fr, Unit.name_en)
_UNITS = Prepared(
    _NAMES.join(pilot_unit, pilot_unit.c.unit_id == Unit.id)
    .where(pilot_unit.c.pilot_id == sa.bindparam("pilot_id"))
    .order_by(Unit.id)
)


def read_sheet(actor: Person, public_id: str, locale: str) -> PilotSheet:
    """As `queries.get_visible`, to show it; `units` are the names of those where it holds, none for everywhere."""
    statement = _page_for(actor.is_external, "hr" in actor.roles)
    versions = [_COLUMNS.apart(row) for row in statement.rows(me=actor.id, public_id=public_id)]
    if not versions:
        raise NotFound
    sponsor, _rules, pilot = versions[0]
    rules = [Version(*version) for _sponsor, version, _pilot in versions]
    units = [choose(french, english, locale).text for french, english in _UNITS.rows(pilot_id=pilot[0])]
    return PilotSheet(Sponsor(*sponsor), rules, units, *pilot)
