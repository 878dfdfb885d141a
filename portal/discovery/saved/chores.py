"""What only the clock asks of saved searches."""

from __future__ import annotations

from portal.core.worker import chore
from portal.discovery.saved import doubts, services, telling


@chore
def send_alerts() -> None:
    """The mails of the day and of the week."""
    telling.send_due()


@chore
def settle_doubts() -> None:
    """What could not be settled when something was hidden, because the index was behind or away."""
    doubts.settle()


@chore
def forget_deleted_searches() -> None:
    """A deleted search can be put back for a week."""
    services.forget_deleted()
