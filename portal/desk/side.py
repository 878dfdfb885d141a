"""The desk's smaller duties: time to confirm, recognitions to write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portal.organization.models import Person

Panel = dict[str, Any]

# Each gives a panel (title, sentence, href, action) or None when there is nothing to do.
PANELS: list[Callable[[Person], Panel | None]] = []


def side_panels(person: Person) -> list[Panel]:
    """What else waits for this person."""
    return [panel for make in PANELS if (panel := make(person)) is not None]
