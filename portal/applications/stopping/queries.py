"""Reading who still waited when a mission stopped."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from portal.applications.models import Application, ApplicationState
from portal.extensions import db
from portal.missions.models import Mission
from portal.organization.models import Person


def left_unanswered(mission: Mission) -> Sequence[Application]:
    """The applications that lapsed since the mission was published without a word of those who own it, in the order
    they were written: of those who are still here.
    """
    return db.session.scalars(
        sa.select(Application)
        .join(Application.person)
        .where(
            Application.mission_id == mission.id,
            Application.state == ApplicationState.LAPSED,
            Application.changed_at >= mission.published_at,
            ~Application.offer.has(),
            ~Application.invitation.has(),
            Person.left_on.is_(None),
        )
        .order_by(Application.id)
    ).all()
