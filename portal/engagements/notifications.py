"""Procurement is told what waits for it. No mail states an amount."""

from __future__ import annotations

from portal import policies
from portal.engagements import queries
from portal.engagements.models import Engagement
from portal.notices.telling import tell
from portal.organization.models import Person


def deciders(engagement: Engagement) -> list[Person]:
    """Those of procurement who may decide this engagement."""
    return [person for person in queries.procurement_team() if policies.engagement_decide(person, engagement)]


def tell_opened(engagement: Engagement) -> None:
    """An accepted offer waits for procurement."""
    for person in deciders(engagement):
        tell(person, "engagements/opened", engagement=engagement)


def tell_cancelled(engagement: Engagement) -> None:
    """The talent gave the place up, or the mission ended: nothing is left to do, or a contract must be stopped."""
    for person in deciders(engagement):
        tell(person, "engagements/cancelled", engagement=engagement)
