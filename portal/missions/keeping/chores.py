"""What only the clock asks of unsaved forms."""

from __future__ import annotations

from portal.core.worker import chore
from portal.missions.keeping import services


@chore
def forget_old_copies() -> None:
    """What nobody came back to is not kept for longer than it can serve."""
    services.forget_old()
