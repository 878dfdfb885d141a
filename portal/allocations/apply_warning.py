"""What someone who applies should know of their own weeks: where the share asked passes their ceiling. Never a refusal:
their manager may authorize it, or propose less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from portal.allocations import queries
from portal.allocations.rules import Loads
from portal.applications.extensions import Warned, seat_warnings
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.organization.models import Person
from portal.web.jinja import week


def ceiling_warnings(talent: Person, seats: Sequence[Any]) -> Mapping[str, Warned]:
    """A sentence for each seat whose share, with what is already given, passes the ceiling in some week to come.

    Nothing for those whose weeks nobody authorizes.
    """
    if not talent.needs_authorization or not seats:
        return {}
    first, last = min(seat.first_week for seat in seats), max(seat.last_week for seat in seats)
    loads, ceilings, _pauses = queries.weeks_of([talent.id], first, last)
    used, ceiling = loads.get(talent.id, {}), ceilings[talent.id]
    said = {seat.public_id: ceiling_warning(seat, used, ceiling, clock.this_week()) for seat in seats}
    so = _("You can apply all the same: your manager decides with this in view, and may propose a smaller share.")
    return {key: Warned(sentence, so) for key, sentence in said.items() if sentence}


def ceiling_warning(seat: Any, used: Loads, ceiling: int, this_week: date) -> str:
    """In which weeks, and by how much at most, a seat would pass the ceiling; empty when it does in none."""
    totals = {
        monday: used.get(monday, 0) + seat.percent
        for monday in clock.weeks_between(seat.first_week, seat.last_week)
        if monday >= this_week
    }
    over = [monday for monday, total in totals.items() if total > ceiling]
    if not over:
        return ""
    sentence: str = ngettext(
        "With %(percent)s%% you would pass your ceiling of %(ceiling)s%% in %(num)d week (%(weeks)s), by %(over)s "
        "points at most.",
        "With %(percent)s%% you would pass your ceiling of %(ceiling)s%% in %(num)d weeks (%(weeks)s), by %(over)s "
        "points at most.",
        len(over),
        percent=seat.percent,
        ceiling=ceiling,
        weeks=weeks_in_words(over),
        over=max(totals.values()) - ceiling,
    )
    return sentence


def weeks_in_words(mondays: Sequence[date]) -> str:
    """Weeks in ascending order, those that follow each other as one: "W12 to W14, W18"."""
    runs: list[list[date]] = []
    for monday in mondays:
        if runs and monday - runs[-1][-1] == timedelta(weeks=1):
            runs[-1].append(monday)
        else:
            runs.append([monday])
    words = [
        week(run[0]) if len(run) == 1 else _("%(first)s to %(last)s", first=week(run[0]), last=week(run[-1]))
        for run in runs
    ]
    return ", ".join(words)


seat_warnings.append(ceiling_warnings)
