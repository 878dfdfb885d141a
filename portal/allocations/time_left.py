"""The weeks of confirmed or completed places that nobody declared or confirmed yet: what an attestation would miss."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from portal.allocations.models import TimeEntry, TimeState
from portal.allocations.time_plans import fillable_windows, plan_of
from portal.allocations.time_rules import is_due
from portal.applications.models import Application, ApplicationState
from portal.core import clock
from portal.core.i18n import ngettext
from portal.extensions import db
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
    ids = [application.id for application in applications]
    if not ids:
        return WeeksLeft()
    entries = db.session.execute(
        sa.select(TimeEntry.application_id, TimeEntry.week, TimeEntry.state).where(TimeEntry.application_id.in_(ids))
    ).all()
    declared = {(application_id, week) for application_id, week, _ in entries}
    windows = fillable_windows(ids)
    today = clock.today()
    undeclared = [
        week
        for application_id, weeks in plan_of(applications).items()
        for week in weeks
        if application_id in windows
        and week in windows[application_id]
        and is_due(week, today)
        and (application_id, week) not in declared
    ]
    return WeeksLeft(len(undeclared), sum(state is TimeState.DECLARED for _, _, state in entries))


def time_to_settle(mission_id: int) -> list[str]:
    """The weeks that those who hold a place of this mission still have to declare, or others to confirm."""
    held = sa.select(Application).where(
        Application.mission_id == mission_id, Application.state == ApplicationState.CONFIRMED
    )
    return weeks_left(db.session.scalars(held).all()).sentences


def time_lost(mission: AnyMission) -> list[str]:
    """What completing this mission now would leave unsettled."""
    return time_to_settle(mission.id)


completion_effects.append(time_lost)
