"""What only the clock asks of looks."""

from __future__ import annotations

from portal.core.worker import chore
from portal.talents.looks import services


@chore
def forget_old_looks() -> None:
    """Who looked is kept for twelve months."""
    services.forget_old()
