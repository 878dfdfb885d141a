"""Where someone stands: their live applications, and who they wait for."""

from __future__ import annotations

from dataclasses import dataclass

from portal.applications.models import ApplicationState
from portal.applications.rows import ListedApplication, live_of
from portal.applications.turns import Turn, turns_of
from portal.core.bilingual import Text
from portal.organization.models import Person


@dataclass(frozen=True)
class Place:
    """A live application, whose turn it is, and what its mission says of what comes next."""

    application: ListedApplication
    turn: Turn
    what_next: Text

    @property
    def is_confirmed(self) -> bool:
        """Whether the place is theirs."""
        return self.application.state is ApplicationState.CONFIRMED


def places_of(person: Person, locale: str) -> list[Place]:
    """This person's live applications, the confirmed first; eight at most."""
    found = live_of(person, locale)
    turns = turns_of([application for application, _next in found], person)
    return [Place(application, turn, then) for (application, then), turn in zip(found, turns, strict=True)]
