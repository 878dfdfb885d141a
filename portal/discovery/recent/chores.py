"""What only the clock asks of recent searches."""

from __future__ import annotations

from portal.core.worker import chore
from portal.discovery.recent import services


@chore
def forget_old_searches() -> None:
    """What someone searched for is not kept for longer than it can serve them."""
    services.forget_old()
