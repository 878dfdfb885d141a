"""How the demo's missions opened to externals: inside first, then the panel, then everyone, each on its day."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from portal.applications.models import Application
from portal.core import clock
from portal.core.transaction import transaction
from portal.demo import words
from portal.demo.missions import Told, at
from portal.extensions import db
from portal.missions.models import Mission, MissionState, Stage
from portal.missions.staging import services as staging
from portal.missions.staging.models import MissionOpening, MissionReader
from portal.missions.staging.rules import NEXT
from portal.organization.models import Kind, Person

SEED = 20270107
# Opened before its day, with a reason that human resources read.
URGENT = frozenset({"ticket-machine-screens"})
# Open to the panel, and not yet to everyone.
PANEL_ONLY = frozenset({"supplier-scorecard", "field-crm-training"})


def open_day(told: Told) -> date | None:
    """The day from which every external reads a mission; None when it addresses none, or is still offered inside."""
    mission = db.session.get_one(Mission, told.id)
    if told.published_on is None or mission.audience == "employees":
        return None
    days = 1 if told.content["key"] in URGENT or mission.internal_until is None else 8
    day = told.published_on + timedelta(days=days)
    return day if day <= clock.today() else None


def load_openings(told: Sequence[Told]) -> None:
    """Open those whose day has come, with employees who had read them by then."""
    chance = random.Random(SEED)  # noqa: S311 (stories, not secrets)
    employees = db.session.scalars(sa.select(Person.id).where(Person.kind == Kind.EMPLOYEE).order_by(Person.id)).all()
    for one in told:
        mission = db.session.get_one(Mission, one.id)
        if one.published_on is None or mission.state is not MissionState.PUBLISHED:
            continue
        if mission.stage is Stage.INTERNAL and mission.internal_until is not None:
            _read(mission, chance.sample(employees, chance.randint(9, 34)))
        day = open_day(one)
        if day is not None:
            _open(one.id, day, key=one.content["key"])


def count_answers() -> None:
    """What the proofs count of applications, once the stories are told: those that had come when each opened."""
    with transaction() as session:
        for opening in session.scalars(sa.select(MissionOpening)):
            answered = (
                sa.select(sa.func.count(sa.distinct(Application.person_id)))
                .join(Person, Person.id == Application.person_id)
                .where(Application.mission_id == opening.mission_id, Application.created_at <= opening.opened_at)
            )
            opening.answered = session.scalar(answered.where(Person.kind == Kind.EMPLOYEE)) or 0


def _read(mission: Mission, people: Sequence[int]) -> None:
    owners = (mission.owner_id, mission.co_owner_id)
    with transaction() as session:
        session.add_all(MissionReader(mission_id=mission.id, person_id=key) for key in people if key not in owners)


def _open(mission_id: int, day: date, *, key: str) -> None:
    """To the panel the day before when it comes by itself, then to everyone."""
    mission, urgent = db.session.get_one(Mission, mission_id), key in URGENT
    if mission.stage is Stage.INTERNAL and not urgent:
        with clock.at(at(day - timedelta(days=1), 6)):
            staging.open_on_day(mission)
    if key in PANEL_ONLY:
        return
    with clock.at(at(day, 9)):
        while (mission := db.session.get_one(Mission, mission_id)).stage in NEXT:
            staging.open_wider(mission.owner, mission, text=words.URGENT if urgent else "")
