"""How long a conversation is open, how much it holds, and until when a message can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from portal.applications.models import ENDED_STATES
from portal.core import clock

if TYPE_CHECKING:
    from portal.applications.models import Application

# After the end: the time to ask why, and to thank.
OPEN_AFTER_THE_END = timedelta(days=30)
TAKEN_BACK_WITHIN = timedelta(minutes=10)
# How long the words stay once the application has ended (CNIL, recruitment guide, 2023: two years after the last word).
KEPT = timedelta(days=730)
# What one side may write before the other answers, and what a conversation holds in all.
MOST_IN_A_ROW = 10
MOST_MESSAGES = 200


def closes_at(application: Application) -> datetime | None:
    """When nobody writes any more; None while the application lives."""
    return application.changed_at + OPEN_AFTER_THE_END if application.state in ENDED_STATES else None


def is_open(application: Application) -> bool:
    """Whether one may still write."""
    closing = closes_at(application)
    return closing is None or clock.now() < closing


def may_be_taken_back(written_at: datetime) -> bool:
    """Whether a message of that moment is young enough."""
    return clock.now() < written_at + TAKEN_BACK_WITHIN
