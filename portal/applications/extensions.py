"""Where higher features add to the path and the pages of an application without applications knowing them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.applications.models import Application
from portal.core.panels import Panel, by_place
from portal.organization.models import Person


@dataclass(frozen=True, slots=True)
class Clearance:
    """Where the manager's answer to a request for time stands, for a row of a list.

    `by` decides until `due_on`, or refused for the reason `refusal` gives in words. `awaited` is whose yes other terms
    wait for ("talent", "owner"); None when there are none.
    """

    by: str
    due_on: date
    awaited: frozenset[str] | None = None
    refusal: Any = None


# `{"state": "done" | "now" | "next" | "stop", "title": …, "detail": …, "at": …}`.
Step = dict[str, Any]

# What clears a place, told to the reader of its path: asked in turn, the first that does not answer None speaks.
clearance_steps: list[Callable[[Application, Person], list[Step] | None]] = []
# Where the manager's answer stands: {public id of an application: clearance}, of those asked about.
clearances: list[Callable[[Collection[str]], Mapping[str, Clearance]]] = []
# Called with (talent, seats): what this person should know before they apply, {public id of a seat: sentence}.
seat_warnings: list[Callable[[Person, Sequence[Any]], Mapping[str, Any]]] = []
# Called with (reader, application). The reader may see this application.
application_panels: list[Callable[[Person, Application], Panel | None]] = []


def warnings_for(talent: Person, seats: Sequence[Any]) -> dict[str, Any]:
    """What other features tell someone before they apply, by the public id of the seat."""
    found: dict[str, Any] = {}
    for warn in seat_warnings:
        found |= warn(talent, seats)
    return found


def panels_for(reader: Person, application: Application) -> dict[str, list[Panel]]:
    """What other features show on the page of this application, by place."""
    return by_place(build(reader, application) for build in application_panels)
