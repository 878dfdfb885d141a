"""A pilot's rules held against terms: no database, no clock."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from portal.core import clock
from portal.core.i18n import lazy_gettext as _l

if TYPE_CHECKING:
    from portal.pilots.models import PilotRules


def broken_rules(rules: PilotRules, percent: int, first_week: date, last_week: date) -> list[Any]:
    """A sentence for each rule that these terms break (percent of a week, first and last Monday); empty when none."""
    broken = []
    if percent > rules.max_percent:
        broken.append(_l("The pilot allows %(most)s%% of a week at most.", most=rules.max_percent))
    weeks = len(clock.weeks_between(first_week, last_week))
    if weeks > rules.max_weeks:
        broken.append(
            _l("The pilot allows %(most)s weeks at most, and this takes %(weeks)s.", most=rules.max_weeks, weeks=weeks)
        )
    return broken
