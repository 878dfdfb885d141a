"""On the page of an application: that a new owner is being sought. And who may not own a mission they are judged in."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.applications.extensions import application_panels
from portal.applications.models import ENDED_STATES, SEATED_STATES, Application, ApplicationState
from portal.core.i18n import lazy_gettext as _l
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.transferring.extensions import objections
from portal.organization.models import Person

# A part that is completed may still be to be attested.
_HAS_A_STAKE = sa.or_(Application.state.not_in(ENDED_STATES), Application.state == ApplicationState.COMPLETED)


def stake(mission: Mission, person_id: int) -> Any:
    """Whoever waits for an answer, or holds a place, would decide on themselves and on their rivals."""
    found = sa.select(Application.state).where(
        Application.mission_id == mission.id, Application.person_id == person_id, _HAS_A_STAKE
    )
    state = db.session.scalar(found.limit(1))
    if state is None:
        return None
    if state in SEATED_STATES or state is ApplicationState.COMPLETED:
        return _l("This person takes part in the mission: nobody decides on themselves.")
    return _l("This person has applied to this mission. Answer the application first.")


def owner_panel(reader: Person, application: Application) -> dict[str, Any] | None:
    """For the talent, as long as the application lives."""
    mission = application.mission
    if mission.ownerless_on is None or application.state in ENDED_STATES or reader.id != application.person_id:
        return None
    context = {"since": mission.ownerless_on, "is_seated": application.state in SEATED_STATES}
    return {"template": "transfers/_sought.html", "context": context, "place": "main"}


objections.append(stake)
application_panels.append(owner_panel)
