"""Who may take a mission over, and when it can change hands."""

from __future__ import annotations

from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.missions.consequences import ENDED_STATES
from portal.missions.models import Mission, MissionState
from portal.missions.notifications import validators
from portal.missions.transferring.extensions import objections
from portal.organization.models import Person

TRANSFERABLE_STATES = frozenset(MissionState) - frozenset(ENDED_STATES)


def objection(mission: Mission, person: Person) -> Any:
    """Why this person cannot become the owner of a mission, in a sentence; None when they can.

    An employee who is here, who has no stake in it (nobody decides on themselves), and who leaves someone else to
    validate it: the validator is never the owner.
    """
    if person.id == mission.owner_id:
        return _l("This person owns the mission already.")
    if person.is_external:
        return _l("The owner of a mission is an employee.")
    if not person.is_here:
        return _l("This person has left, or has no access any more.")
    if mission.state is MissionState.SUBMITTED and all(one.id == person.id for one in validators(mission)):
        return _l("Nobody else could validate it: the mission waits for this person’s validation.")
    return next(filter(None, (say(mission, person.id) for say in objections)), None)
