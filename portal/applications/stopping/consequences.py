"""Whoever still waited when a mission expires, or ends without anyone, is told so. In the same transaction."""

from __future__ import annotations

from portal.applications import queries
from portal.applications.models import NotSelectedReason
from portal.applications.steps import advance
from portal.applications.stopping.queries import left_unanswered
from portal.missions.models import Mission
from portal.missions.workflow import mission_expired, mission_reopened, mission_unfilled
from portal.notices.telling import tell
from portal.organization.models import Person


@mission_expired.then
def lapse_with_it(mission: Mission) -> None:
    """Nobody answered: it is said as it is."""
    for application in queries.live_applications(mission):
        advance(None, application, "lapse")
        tell(application.person, "applications/mission_expired", application=application)


@mission_reopened.then
def tell_it_is_open_again(mission: Mission) -> None:
    """Nobody answered them the last time: they are told first, and apply again if they still wish to."""
    for application in left_unanswered(mission):
        tell(application.person, "applications/mission_open_again", application=application)


@mission_unfilled.then
def end_with_it(actor: Person, mission: Mission, text: str) -> None:
    """They were not chosen, and nobody else was: the words of those who own the mission go with it."""
    for application in queries.live_applications(mission):
        advance(actor, application, "close", reason=NotSelectedReason.SEAT_CANCELLED)
        tell(application.person, "applications/mission_unfilled", application=application, text=text)
