"""What features above add to a pilot's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portal.organization.models import Person
from portal.pilots.sheet import PilotSheet

# Each gives {"template": …, "context": {…}} or None; the page includes the template with the context as `panel`.
pilot_panels: list[Callable[[Person, PilotSheet], dict[str, Any] | None]] = []
