"""What only the clock asks of pauses."""

from __future__ import annotations

from portal.core.worker import chore
from portal.talents.availability import services


@chore
def forget_old_pauses() -> None:
    """The days on which someone was away are not kept for longer than they can serve."""
    services.forget_old()
