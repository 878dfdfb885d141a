"""Everyone who waits or takes part learns who owns their mission. Runs inside the caller's transaction."""

from __future__ import annotations

from portal.applications import queries
from portal.missions.models import Mission
from portal.missions.workflow import mission_orphaned, mission_transferred
from portal.notices.telling import tell
from portal.organization.models import Person


@mission_transferred.then
def tell_who_owns_it(mission: Mission, former: Person) -> None:
    """Those who wait, and the team: who answers them from now on."""
    for application in queries.live_applications(mission):
        tell(application.person, "applications/owner_changed", application=application, former=former)


@mission_orphaned.then
def tell_it_is_sought(mission: Mission) -> None:
    """Those who wait, and the team: nobody forgot them, someone is being looked for."""
    for application in queries.live_applications(mission):
        tell(application.person, "applications/owner_sought", application=application)
