"""What a feature shows on the page of another that does not know it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

# `{"template": "applications/_apply_panel.html", "context": {...}}`. In the template the context is `panel`.
# `"place": "aside"` puts it in the narrow column, "after" below what the page itself says; "main" otherwise.
# `"jump": (id, words)` offers the way to it from the top of the page where the narrow column comes last.
Panel = dict[str, Any]

# What features show on the home page, which knows none of them: called with the person whose home it is.
home_panels: list[Callable[[Any], Panel | None]] = []


def by_place(panels: Iterable[Panel | None]) -> dict[str, list[Panel]]:
    """The panels of each column, in their order; None is a feature that shows nothing to this reader."""
    placed: dict[str, list[Panel]] = {"main": [], "after": [], "aside": []}
    for panel in panels:
        if panel is not None:
            placed[panel.get("place", "main")].append(panel)
    return placed
