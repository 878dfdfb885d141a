"""What an external proposes, for the tests."""

from __future__ import annotations

from datetime import timedelta

from portal.core import clock
from portal.missions.proposing.services import Idea

IDEA = Idea(
    language="en",
    title="Signs that everyone reads",
    objective="Two hundred signs nobody over fifty can read.",
    deliverables="A charter, and ten signs tried out.",
    percent=20,
    first_week=clock.this_week() + timedelta(weeks=4),
    last_week=clock.this_week() + timedelta(weeks=11),
)
