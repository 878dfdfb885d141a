"""What only the clock asks of files sent to fill a profile."""

from __future__ import annotations

from portal.core.worker import chore
from portal.talents.cv import services


@chore
def forget_old_imports() -> None:
    """What was read in a file is not kept for longer than it can serve."""
    services.forget_old()
