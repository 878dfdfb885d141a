"""Who is told of a report, and what became of it. Queued, sent after the commit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.accounts.models import Role
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.notifications import owners
from portal.missions.reporting.models import MissionReport
from portal.notices.telling import tell
from portal.organization.models import Person
from portal.organization.queries import people_with_role


def tell_reported(mission: Mission, *, reason: Any, text: str) -> None:
    """Those who own it and human resources read what is wrong; nobody's name is in it."""
    people = {person.id: person for person in (*owners(mission), *db.session.scalars(people_with_role(Role.HR)))}
    for person in people.values():
        tell(person, "missions/reported", mission=mission, reason=reason, text=text)


def tell_sent_back(actor: Person, mission: Mission, reports: Sequence[MissionReport], *, text: str) -> None:
    """Those who own it read what to change; those who reported it, that it is being mended."""
    for person in owners(mission):
        tell(person, "missions/sent_back", mission=mission, actor=actor, text=text)
    for report in reports:
        tell(report.reporter, "missions/report_followed", mission=mission)


def tell_dismissed(mission: Mission, reports: Sequence[MissionReport], *, text: str) -> None:
    """Those who reported it: thanks, and why it stays."""
    for report in reports:
        tell(report.reporter, "missions/report_dismissed", mission=mission, text=text)
