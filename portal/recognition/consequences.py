"""A completed mission leaves a recognition to each person who completed it. Runs inside the mission's transaction."""

from __future__ import annotations

import sqlalchemy as sa

from portal.allocations import time_queries
from portal.allocations.models import TimeState
from portal.allocations.time_plans import plan_of
from portal.applications.models import Application, ApplicationState
from portal.core import audit, clock
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.workflow import mission_completed
from portal.organization.models import Person
from portal.recognition import notifications
from portal.recognition.models import Recognition


@mission_completed.then
def draft_recognitions(actor: Person, mission: Mission) -> None:
    """Draft one for each application that is completed, with the minutes authorized and confirmed until now."""
    applications = db.session.scalars(
        sa.select(Application)
        .outerjoin(Recognition, Recognition.application_id == Application.id)
        .where(
            Application.mission_id == mission.id,
            Application.state == ApplicationState.COMPLETED,
            Recognition.id.is_(None),
        )
        .order_by(Application.id)
    ).all()
    if not applications:
        return
    plan = plan_of(applications)
    spent = time_queries.minutes_by_application([a.id for a in applications], TimeState.CONFIRMED)
    drafted = []
    for application in applications:
        weeks = plan.get(application.id, {})
        confirmed = spent.get(application.id, 0)
        recognition = Recognition(
            application=application,
            person=application.person,
            mission=mission,
            minutes_authorized=sum(minutes for week, minutes in weeks.items() if week <= clock.this_week()),
            minutes_spent=confirmed,
            minutes_recognised=confirmed,
        )
        db.session.add(recognition)
        drafted.append(recognition)
    db.session.flush()
    for recognition in drafted:
        audit.record(actor, recognition, "draft", to_state=recognition.state)
    notifications.tell_drafted(mission, drafted)
