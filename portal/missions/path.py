"""Where a mission stands on its way, as steps for those who own or validate it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.missions.models import MissionState as S
from portal.web.jinja import day

if TYPE_CHECKING:
    from portal.missions.sheet import AnyMission


# Each step of the way, and the states in which it is the present one.
_STEPS: tuple[tuple[Any, frozenset[S]], ...] = (
    (_l("Written by those who own it"), frozenset({S.DRAFT, S.CHANGES_REQUESTED})),
    (_l("Validated by human resources or the pilot’s sponsor"), frozenset({S.SUBMITTED})),
    (_l("Open to applications"), frozenset({S.PUBLISHED})),
    (_l("Every place taken"), frozenset({S.STAFFED})),
    (_l("Work under way"), frozenset({S.IN_PROGRESS})),
    (_l("Completed, each part is recognised"), frozenset({S.COMPLETED})),
    (_l("Mission closed"), frozenset({S.CLOSED})),
)
_STOPPED: dict[S, Any] = {
    S.CANCELLED: _l("Mission cancelled"),
    S.UNFILLED: _l("Ended without anyone"),
    S.EXPIRED: _l("Mission expired"),
}


def path_of(mission: AnyMission) -> list[dict[str, Any]]:
    """Steps for `ui.path`: done, now, next; a mission that was stopped shows what was done, then the stop."""
    if mission.state in _STOPPED:
        done = 3 if mission.published_at is not None else 1
        stop = {"title": _STOPPED[mission.state], "state": "stop"}
        return [{"title": title, "state": "done"} for title, _states in _STEPS[:done]] + [stop]
    where = mission.paused_from if mission.state is S.PAUSED else mission.state
    present = next(number for number, (_title, states) in enumerate(_STEPS) if where in states)
    if mission.state is S.CLOSED:
        present = len(_STEPS)
    steps = [
        {"title": title, "state": "done" if number < present else "now" if number == present else "next"}
        for number, (title, _states) in enumerate(_STEPS)
    ]
    if mission.state is S.PAUSED:
        steps[present]["detail"] = _paused(mission.paused_until)
    return steps


def _paused(until: date | None) -> str:
    return str(_("paused until %(day)s", day=day(until)) if until is not None else _("paused for now"))
