"""How old someone's word on a skill is."""

from __future__ import annotations

import enum
from datetime import date, timedelta

from portal.core import clock
from portal.talents.models import FRESH

TWO_YEARS = timedelta(days=730)


class Age(enum.StrEnum):
    """The three ages that a reader is told: the second is worth asking about, the third says so to others."""

    RECENT = "recent"
    OLDER = "older"
    OLD = "old"


def age_of(confirmed_on: date) -> Age:
    """How old what was confirmed on a day is today."""
    since = clock.today() - confirmed_on
    if since <= FRESH:
        return Age.RECENT
    return Age.OLDER if since <= TWO_YEARS else Age.OLD


def doubtful_before() -> date:
    """What was confirmed last before this day is worth asking about."""
    return clock.today() - FRESH
