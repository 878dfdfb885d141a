"""At which stage a mission opens, and which comes next. No query of its own."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app

from portal.core import clock
from portal.missions.models import Audience, Mission, Stage
from portal.missions.sheet import AnyMission

NEXT: dict[Stage, Stage] = {Stage.INTERNAL: Stage.PANEL, Stage.PANEL: Stage.OPEN}


def begin(mission: Mission) -> None:
    """Offer it inside first, for as many days as the organization decided, when it is first published or widened.

    One for externals alone opens to the panel at once: nobody inside could take a place, and nothing would be proven.
    """
    if mission.audience is Audience.EMPLOYEES or mission.stage is not Stage.INTERNAL:
        return
    if mission.audience is Audience.EXTERNALS:
        mission.stage = Stage.PANEL
    elif mission.internal_until is None:
        mission.internal_until = clock.today() + timedelta(days=current_app.config["INTERNAL_FIRST_DAYS"])


def next_stage(mission: AnyMission) -> Stage | None:
    """The stage it may open to now; None for one that addresses employees alone, or that everyone reads."""
    return None if mission.audience is Audience.EMPLOYEES else NEXT.get(mission.stage)


def is_early(mission: AnyMission) -> bool:
    """Whether opening it wider now would be before the day said."""
    until = mission.internal_until
    return mission.stage is Stage.INTERNAL and until is not None and until > clock.today()
