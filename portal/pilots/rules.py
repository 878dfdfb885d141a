"""A pilot's rules held against terms: no database, no clock.

The most of a week and the most weeks are what one person gives to the pilot, all of its missions together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from portal.core import clock
from portal.core.i18n import lazy_gettext as _l


class Limits(Protocol):
    """The most of a week and the most weeks that one person gives: `PilotRules`, or a row of them."""

    @property
    def max_percent(self) -> int:
        """Percent of a week."""

    @property
    def max_weeks(self) -> int:
        """Weeks in all."""


def broken_rules(
    rules: Limits, percent: int, first_week: date, last_week: date, *, given: Mapping[date, int] | None = None
) -> list[Any]:
    """A sentence for each rule that these terms break (percent of a week, first and last Monday); empty when none.

    `given` is the percent of each week, by its Monday, that the person already gives to other missions of the pilot.
    """
    asked = clock.weeks_between(first_week, last_week)
    given = given or {}
    broken = []
    if percent > rules.max_percent:
        broken.append(_l("The pilot allows %(most)s%% of a week at most.", most=rules.max_percent))
    elif (share := percent + max((given.get(week, 0) for week in asked), default=0)) > rules.max_percent:
        broken.append(
            _l(
                "The pilot allows %(most)s%% of a week at most for one person: with its other missions this makes "
                "%(share)s%%.",
                most=rules.max_percent,
                share=share,
            )
        )
    if len(asked) > rules.max_weeks:
        broken.append(
            _l(
                "The pilot allows %(most)s weeks at most, and this takes %(weeks)s.",
                most=rules.max_weeks,
                weeks=len(asked),
            )
        )
    elif (weeks := len({*asked, *given})) > rules.max_weeks:
        broken.append(
            _l(
                "The pilot allows %(most)s weeks at most for one person: with its other missions this makes %(weeks)s.",
                most=rules.max_weeks,
                weeks=weeks,
            )
        )
    return broken
