"""The weeks of confirmed or completed places that nobody declared or confirmed yet: what an attestation would miss."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from portal.allocations.models import TimeState
from portal.allocations.time_plans import Filled, filled_of, filled_on, plan_of
from portal.allocations.time_rules import is_due
from portal.applications.models import Application
from portal.core import clock
from portal.core.i18n import ngettext
from portal.missions.extensions import completion_effects
from portal.missions.sheet import AnyMission


@dataclass(frozen=True)
class WeeksLeft:
    """Weeks, counted once for each person: planned, due and still to declare; declared and still to confirm."""

    undeclared: int = 0
    unconfirmed: int = 0

    @property
    def sentences(self) -> list[str]:
        """What is left, in words; empty when all the time is confirmed."""
        said = []
        if self.undeclared:
            said.append(
                ngettext(
                    "%(num)d planned week is not declared yet.",
                    "%(num)d planned weeks are not declared yet.",
                    self.undeclared,
                )
            )
        if self.unconfirmed:
            said.append(
                ngettext(
                    "%(num)d declared week is not confirmed yet.",
                    "%(num)d declared weeks are not confirmed yet.",
                    self.unconfirmed,
                )
            )
        return said


def weeks_left(applications: Collection[Application]) -> WeeksLeft:
    """What these places still wait for. A week that may no longer be declared is not waited for."""
    return _left(filled_of([application.id for application in applications])) if applications else WeeksLeft()


def _left(places: list[Filled]) -> WeeksLeft:
    today, plan = clock.today(), plan_of(places)
    undeclared = unconfirmed = 0
    for place in places:
        declared = {week for week, _ in place.entries}
        waited = [week for week in plan.get(place.id, ()) if place.window is not None and week in place.window]
        undeclared += sum(is_due(week, today) and week not in declared for week in waited)
        unconfirmed += sum(state is TimeState.DECLARED for _, state in place.entries)
    return WeeksLeft(undeclared, unconfirmed)


def time_to_settle(mission_id: int) -> list[str]:
    """The weeks that those who hold a place of this mission still have to declare, or others to confirm."""
    return _left(filled_on(mission_id)).sentences


def time_lost(mission: AnyMission) -> list[str]:
    """What completing this mission now would leave unsettled."""
    return time_to_settle(mission.id)


completion_effects.append(time_lost)
