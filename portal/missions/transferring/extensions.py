"""Where higher features say why someone cannot own a mission, without missions knowing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portal.missions.models import Mission

# Called with a mission and the id of someone: a sentence when they cannot become its owner, or None.
objections: list[Callable[[Mission, int], Any]] = []
