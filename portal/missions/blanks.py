"""What a ready brief leaves to its author: places between square brackets that hold an ellipsis, as in “[which tool…]”.

Brackets without an ellipsis are their author's own and mean nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.missions.models import BRIEF_FIELDS, Mission

_BRACKETS = re.compile(r"\[[^\[\]]{1,200}\]")
_ELLIPSES = ("…", "...")
_PAIRS = tuple(f"{name}_{locale}" for name in ("title", "summary") for locale in ("fr", "en"))
_PARTS = tuple(f"{name}_{locale}" for name in BRIEF_FIELDS for locale in ("fr", "en"))


def blanks_in(text: str | None) -> list[str]:
    """The places of a text that are still to fill in, as they are written."""
    return [found for found in _BRACKETS.findall(text or "") if any(mark in found for mark in _ELLIPSES)]


def first_blank(texts: Mapping[str, str], name: str) -> tuple[str, str] | None:
    """The first place to fill in of a part, and the column where it stands: French first, then English."""
    for column in (f"{name}_fr", f"{name}_en"):
        if found := blanks_in(texts.get(column)):
            return column, found[0]
    return None


def fill_in(blank: str) -> Any:
    """The sentence that says what is left to fill in."""
    return _l("Fill in what is left between square brackets, or take it out: %(blank)s", blank=blank)


def left_blank(mission: Mission) -> dict[str, Any]:
    """{form field: sentence} for each text of a mission that holds a place to fill in."""
    return {name: fill_in(found[0]) for name, text in _texts(mission) if (found := blanks_in(text))}


def _texts(mission: Mission) -> Iterator[tuple[str, str]]:
    for name in _PAIRS:
        yield name, getattr(mission, name)
    for name in _PARTS:
        yield name, getattr(mission.brief, name)
    for number, seat in enumerate(mission.seats):
        yield f"seats-{number}-title_fr", seat.title_fr
        yield f"seats-{number}-title_en", seat.title_en
