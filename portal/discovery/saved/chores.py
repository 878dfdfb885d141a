"""What only the clock asks of saved searches."""

from __future__ import annotations

from portal.core.worker import chore
from portal.discovery.saved import alerts, services


@chore
def send_alerts() -> None:
    """The mails of the day and of the week."""
    alerts.send_due()


@chore
def forget_deleted_searches() -> None:
    """A deleted search can be put back for a week."""
    services.forget_deleted()
