"""How many employees were invited to a mission, and how many answered."""

from __future__ import annotations

import sqlalchemy as sa

from portal.applications.models import Application, ApplicationState
from portal.core.audit import Event
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.staging.proof import Answers, count_answers
from portal.organization.models import Kind, Person


def count_inside(mission: Mission) -> Answers:
    """Employees, each once: those invited, and those who applied or answered an invitation."""
    invited = sa.exists().where(
        Event.subject_type == Application.__tablename__, Event.subject_id == Application.id, Event.action == "invite"
    )
    people = sa.func.count(sa.distinct(Application.person_id))
    row = db.session.execute(
        sa.select(
            people.filter(sa.or_(Application.state == ApplicationState.INVITED, invited)),
            people.filter(Application.state != ApplicationState.INVITED),
        )
        .join(Person, Person.id == Application.person_id)
        .where(Application.mission_id == mission.id, Person.kind == Kind.EMPLOYEE)
    ).one()
    return Answers(*row)


count_answers.append(count_inside)
