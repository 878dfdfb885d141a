"""What a ready brief leaves to its author: places between square brackets that hold an ellipsis, as in “[which tool…]”.

Brackets without an ellipsis are their author's own and mean nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.missions.labels import BRIEF_TITLES
from portal.missions.models import BRIEF_FIELDS, Mission

_BRACKETS = re.compile(r"\[[^\[\]]{1,200}\]")
_ELLIPSES = ("…", "...")
_PAIRS = tuple(f"{name}_{locale}" for name in ("title", "summary") for locale in ("fr", "en"))
_PARTS = tuple(f"{name}_{locale}" for name in BRIEF_FIELDS for locale in ("fr", "en"))
_TITLES: Mapping[str, Any] = {
    "title": _l("Title"),
    "summary": _l("In one or two sentences"),
    "seat": _l("Name of the place"),
    **BRIEF_TITLES,
}


def blanks_in(text: str | None) -> list[str]:
    """The places of a text that are still to fill in, as they are written."""
    return [found for found in _BRACKETS.findall(text or "") if any(mark in found for mark in _ELLIPSES)]


def blanks_of(texts: Mapping[str, str], name: str) -> dict[str, Any]:
    """{column: sentence} for what is left to fill in of a part of the brief, French first, then English."""
    columns = (f"{name}_fr", f"{name}_en")
    return {column: _fill_in(column, found) for column in columns if (found := blanks_in(texts.get(column)))}


def left_blank(mission: Mission) -> dict[str, Any]:
    """{form field: sentence} for each text of a mission that holds a place to fill in."""
    return {field: _fill_in(column, found) for field, column, text in _texts(mission) if (found := blanks_in(text))}


def _fill_in(column: str, found: list[str]) -> Any:
    """The sentence that says all that is left to fill in of a text, and where that text is."""
    name, _, locale = column.rpartition("_")
    said = {"part": _TITLES[name], "blanks": " ".join(dict.fromkeys(found))}
    if locale == "fr":
        return _l("Fill in or take out what is between square brackets in “%(part)s”, in French: %(blanks)s", **said)
    return _l("Fill in or take out what is between square brackets in “%(part)s”, in English: %(blanks)s", **said)


def _texts(mission: Mission) -> Iterator[tuple[str, str, str]]:
    for column in _PAIRS:
        yield column, column, getattr(mission, column)
    for column in _PARTS:
        yield column, column, getattr(mission.brief, column)
    for number, seat in enumerate(mission.seats):
        yield f"seats-{number}-title_fr", "seat_fr", seat.title_fr
        yield f"seats-{number}-title_en", "seat_en", seat.title_en
