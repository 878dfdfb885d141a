"""Who is told that a mission opens wider. Queued, sent after the commit."""

from __future__ import annotations

from portal.accounts.models import Role
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.notifications import owners
from portal.missions.staging.models import MissionOpening
from portal.notices.telling import tell
from portal.organization.models import Person
from portal.organization.queries import people_with_role


def tell_opened(actor: Person | None, mission: Mission, opening: MissionOpening) -> None:
    """Those who own it and did not open it themselves; human resources too when it was before the day said."""
    people = {person.id: person for person in owners(mission)}
    if opening.is_early:
        people |= {person.id: person for person in db.session.scalars(people_with_role(Role.HR))}
    for person in people.values():
        if actor is None or person.id != actor.id:
            tell(person, "missions/opened_wider", mission=mission, actor=actor, opening=opening)
