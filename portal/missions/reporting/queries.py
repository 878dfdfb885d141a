"""Reading what readers reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from portal.core.bilingual import Text, choose
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.reporting.labels import REASONS
from portal.missions.reporting.models import MissionReport
from portal.organization.models import Person, Unit

MOST = 200


class Said(NamedTuple):
    """One report as those who read it see it; `who` is empty for those who may not know."""

    reason: str
    text: str
    at: datetime
    who: str


class Reported(NamedTuple):
    """A post with reports that wait, for the list of human resources."""

    public_id: str
    title: Text
    unit: Text
    reports: int
    since: datetime


_WAITING = Prepared(
    sa.select(
        *(MissionReport.reason, MissionReport.text, MissionReport.created_at),
        *(Person.given_name, Person.family_name),
    )
    .join(Person, Person.id == MissionReport.reporter_id)
    .where(MissionReport.mission_id == sa.bindparam("mission_id"), MissionReport.answer.is_(None))
    .order_by(MissionReport.id)
)


def waiting_of(mission_id: int, *, named: bool) -> list[Said]:
    """The reports of a post that wait for a decision, oldest first."""
    return [
        Said(str(REASONS[reason]), text, at, f"{given} {family}" if named else "")
        for reason, text, at, given, family in _WAITING.rows(mission_id=mission_id)
    ]


def waiting_reports(mission: Mission) -> Sequence[MissionReport]:
    """The reports of a mission to be answered."""
    waiting = sa.select(MissionReport).where(MissionReport.mission_id == mission.id, MissionReport.answer.is_(None))
    return db.session.scalars(waiting.order_by(MissionReport.id)).all()


def list_reported(locale: str) -> list[Reported]:
    """Every post with reports that wait, the longest waiting first."""
    since = sa.func.min(MissionReport.created_at, type_=MissionReport.created_at.type).label("since")
    waiting = (
        sa.select(MissionReport.mission_id, sa.func.count().label("reports"), since)
        .where(MissionReport.answer.is_(None))
        .group_by(MissionReport.mission_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(
            *(Mission.public_id, Mission.title_fr, Mission.title_en, Unit.name_fr, Unit.name_en),
            *(waiting.c.reports, waiting.c.since),
        )
        .join_from(Mission, waiting, waiting.c.mission_id == Mission.id)
        .join(Unit, Unit.id == Mission.unit_id)
        .order_by(waiting.c.since, Mission.id)
        .limit(MOST)
    )
    return [
        Reported(public_id, choose(title_fr, title_en, locale), choose(unit_fr, unit_en, locale), reports, at)
        for public_id, title_fr, title_en, unit_fr, unit_en, reports, at in rows
    ]
