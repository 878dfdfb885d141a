"""What only the clock asks of searches that found nothing."""

from __future__ import annotations

from portal.core.worker import chore
from portal.discovery.unmet import recording


@chore
def forget_old_needs() -> None:
    """What is kept of them is kept for as long as it serves."""
    recording.forget_old()
