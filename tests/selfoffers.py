"""What someone offers to do, for the tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from portal.applications.offering.services import Said
from portal.core import clock


def said(**changes: Any) -> Said:
    """Four weeks from now, a fifth of the week."""
    first = clock.this_week() + timedelta(weeks=2)
    values: dict[str, Any] = {
        "language": "en",
        "title": "Listen to our customers",
        "text": "Ten years at the desk taught me what they never write.",
        "percent": 20,
        "first_week": first,
        "last_week": first + timedelta(weeks=7),
    }
    return Said(**(values | changes))
