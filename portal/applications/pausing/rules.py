"""What waits while a mission is put aside. No query of its own."""

from __future__ import annotations

from typing import Any

from portal.applications.models import Application
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.missions.models import MissionState

# Nobody is committed to weeks that may not come: everything else can still be said and answered.
WAITING_STEPS = frozenset({"take_up", "offer", "accept"})


def is_paused(mission: Any) -> bool:
    """Whether a mission is put aside."""
    return bool(mission.state is MissionState.PAUSED)


def check_goes_on(application: Application) -> None:
    """Raise `Conflict` while the mission is put aside."""
    if is_paused(application.mission):
        raise Conflict(
            _l("The mission is paused. Nothing is lost: this can be done once it resumes, and the days are moved."),
            code="mission.paused",
        )
