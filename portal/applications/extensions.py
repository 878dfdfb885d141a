"""Where higher features add to the path and the pages of an application without applications knowing them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

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


class Warned(NamedTuple):
    """What someone should know before they apply to a seat, and why they can all the same. Never a refusal."""

    sentence: str
    all_the_same: str


# `{"state": "done" | "now" | "next" | "stop", "title": …, "detail": …, "at": …}`.
Step = dict[str, Any]

# What clears a place, told to the reader of its path: asked in turn, the first that does not answer None speaks.
clearance_steps: list[Callable[[Application, Person], list[Step] | None]] = []
# Where the manager's answer stands: {public id of an application: clearance}, of those asked about.
clearances: list[Callable[[Collection[str]], Mapping[str, Clearance]]] = []
# Called with (talent, seats): what this person should know before they apply, by the public id of a seat.
seat_warnings: list[Callable[[Person, Sequence[Any]], Mapping[str, Warned]]] = []
# Called with (ids of people, first Monday, last Monday): the most of a week (percent) that each already gives in them.
weeks_taken: list[Callable[[Collection[int], date, date], Mapping[int, int]]] = []
# Called with (reader, application). The reader may see this application.
application_panels: list[Callable[[Person, Application], Panel | None]] = []


def warnings_for(talent: Person, seats: Sequence[Any]) -> list[tuple[str, Warned]]:
    """What other features tell someone before they apply, each with the public id of the seat it is about."""
    return [each for warn in seat_warnings for each in warn(talent, seats).items()]


def panels_for(reader: Person, application: Application) -> dict[str, list[Panel]]:
    """What other features show on the page of this application, by place."""
    return by_place(build(reader, application) for build in application_panels)
