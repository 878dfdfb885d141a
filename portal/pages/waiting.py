"""What waits for someone, everywhere in the portal: all the counts in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import g

from portal import policies
from portal.allocations import queries as allocations
from portal.allocations import time_queries
from portal.allocations.models import TimeEntry
from portal.applications import queries as applications
from portal.engagements import queries as engagements
from portal.extensions import db
from portal.missions import queries as missions
from portal.missions.models import Mission
from portal.organization.models import Person
from portal.organization.queries import team_of
from portal.recognition import queries as recognition


@dataclass(frozen=True)
class Waiting:
    """How many of each wait for one person; `team` is how many people they manage."""

    offers: int = 0
    candidates: int = 0
    decisions: int = 0
    terms: int = 0
    entries: int = 0
    attestations: int = 0
    recognitions: int = 0
    validations: int = 0
    engagements: int = 0
    team: int = 0

    @property
    def applications(self) -> int:
        """Offers to answer, candidates to answer and other terms to answer."""
        return self.offers + self.candidates + self.terms

    @property
    def desk(self) -> int:
        """What a manager's desk holds."""
        return self.decisions


def waiting_for(person: Person) -> Waiting:
    """What waits for `person`, counted once for each request."""
    if "waiting" not in g or g.waiting[0] != person.id:
        g.waiting = (person.id, _count(person))
    return g.waiting[1]  # type: ignore[no-any-return]


def _count(person: Person) -> Waiting:
    selects: dict[str, sa.Select[Any]] = {
        "offers": applications.offers_to_answer(person),
        "candidates": applications.candidates_to_answer(person),
        "decisions": allocations.requests_to_decide(person),
        "terms": allocations.terms_to_answer(person),
        "entries": time_queries.waiting_for(person).with_only_columns(TimeEntry.id),
        "attestations": recognition.ids_where(recognition.attestable_by(person)),
        "recognitions": recognition.ids_where(recognition.recordable_by(person)),
        "team": team_of(person).order_by(None).with_only_columns(Person.id),
    }
    if missions.validates(person):
        selects["validations"] = missions.to_validate_by(person).with_only_columns(Mission.id)
    if policies.is_procurement(person):
        selects["engagements"] = engagements.engagements_to_decide(person).with_only_columns(sa.literal(1))
    counts = [
        sa.select(sa.func.count()).select_from(select.subquery()).scalar_subquery().label(name)
        for name, select in selects.items()
    ]
    return Waiting(**db.session.execute(sa.select(*counts)).one()._asdict())
