"""The hours the demo's people declared on missions that started, confirmed but for the last weeks."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.allocations.models import TimeEntry, TimeState
from portal.applications.models import Application, ApplicationState
from portal.core import audit, clock
from portal.core.transaction import transaction
from portal.missions.models import Mission
from portal.organization.models import Person

SEED = 35
WEEK_MINUTES = 35 * 60


def load_time(mission_id: int, *, until: datetime | None = None) -> None:
    """Declare the weeks of everyone confirmed on a mission, from its first week to the one before `until`."""
    rng = random.Random(SEED + mission_id)  # noqa: S311 (stories, not secrets)
    last_week = clock.week_of((until or clock.now()).astimezone(clock.ZONE).date()) - timedelta(weeks=1)
    with transaction() as session:
        applications = session.scalars(
            sa.select(Application)
            .where(Application.mission_id == mission_id, Application.state == ApplicationState.CONFIRMED)
            .options(joinedload(Application.person))
            .order_by(Application.id)
        ).all()
        mission = session.get_one(Mission, mission_id)
        for application in applications:
            agreed = application.terms
            for week in clock.weeks_between(agreed.first_week, min(agreed.last_week, last_week)):
                if week > last_week or rng.random() < 0.04:
                    continue
                minutes = round(WEEK_MINUTES * agreed.percent / 100 * rng.uniform(0.75, 1.15) / 30) * 30
                entry = _entry(application, week, minutes)
                if week < clock.this_week() - timedelta(weeks=1):
                    confirmer = application.person.manager_id if application.person.needs_authorization else None
                    entry.state = TimeState.CONFIRMED
                    entry.confirmed_by_id = confirmer or mission.owner_id
                    entry.confirmed_at = entry.declared_at + timedelta(days=3)
                session.add(entry)
                session.flush()
                _record(session, application, entry)


def _record(session: Session, application: Application, entry: TimeEntry) -> None:
    """The events of an entry, with what stands in them when people declare and confirm themselves."""
    minutes = {"minutes": entry.minutes}
    declared = audit.record(application.person, entry, "declare", to_state=TimeState.DECLARED, data=minutes)
    declared.at = entry.declared_at
    if entry.confirmed_at is not None:
        confirmed = audit.record(
            session.get_one(Person, entry.confirmed_by_id),
            entry,
            "confirm",
            from_state=TimeState.DECLARED,
            to_state=TimeState.CONFIRMED,
            data=minutes,
        )
        confirmed.at = entry.confirmed_at


def _entry(application: Application, week: object, minutes: int) -> TimeEntry:
    day = clock.week_end(week)  # type: ignore[arg-type]
    return TimeEntry(
        application_id=application.id,
        person_id=application.person_id,
        mission_id=application.mission_id,
        week=week,
        minutes=minutes,
        declared_at=datetime.combine(day, time(16), tzinfo=UTC),
    )
