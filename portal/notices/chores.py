"""What only the clock asks of notices."""

from __future__ import annotations

from portal.core.worker import chore
from portal.notices import digest, services


@chore
def see_to_digests() -> None:
    """Nobody waits for a digest that is not queued."""
    digest.see_to_digests()


@chore
def forget_old_notices() -> None:
    """What someone was told is not kept for more than a year."""
    services.forget_old()
