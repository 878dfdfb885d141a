"""What waits for someone, everywhere in the portal: all the counts in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask import g

from portal import policies
from portal.allocations import queries as allocations
from portal.allocations import time_queries
from portal.applications import queries as applications
from portal.core.prepared import Prepared
from portal.engagements import queries as engagements
from portal.engagements.models import Engagement
from portal.missions import queries as missions
from portal.missions.models import Mission
from portal.organization.models import Person
from portal.organization.queries import team_of
from portal.recognition import queries as recognition


@dataclass(frozen=True)
class Waiting:
    """How many of each wait for one person; `team` is how many people they manage.

    `others` are those of the `candidates` whose mission is filled.
    """

    offers: int = 0
    candidates: int = 0
    others: int = 0
    decisions: int = 0
    terms: int = 0
    entries: int = 0
    attestations: int = 0
    recognitions: int = 0
    publications: int = 0
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


class _Someone:
    """Stands for whoever asks while the statement is built: their id comes later, as a parameter."""

    id = sa.bindparam("me", type_=sa.Integer)

    def __init__(self, roles: frozenset[str]) -> None:
        self.roles = roles


@lru_cache(maxsize=16)
def _statement(roles: frozenset[str]) -> Prepared:
    """One statement for all the counts, built once for each set of roles."""
    me: Any = _Someone(roles)
    selects: dict[str, Any] = {
        "offers": applications.offers_to_answer(me),
        "candidates": applications.candidates_to_answer(me),
        "others": applications.others_to_answer(me),
        "decisions": allocations.requests_to_decide(me),
        "terms": allocations.terms_to_answer(me),
        "entries": time_queries.ids_waiting_for(me),
        "attestations": recognition.ids_where(recognition.attestable_by(me)),
        "recognitions": recognition.ids_where(recognition.recordable_by(me)),
        "publications": recognition.ids_where(recognition.publishable_by(me)),
        "team": team_of(me).order_by(None).with_only_columns(Person.id),
    }
    if missions.validates(me):
        selects["validations"] = missions.to_validate_by(me).with_only_columns(Mission.id)
    if policies.is_procurement(me):
        selects["engagements"] = engagements.engagements_to_decide(me).with_only_columns(Engagement.id)
    return Prepared(
        sa.select(
            *(
                sa.select(sa.func.count()).select_from(select.subquery()).scalar_subquery().label(name)
                for name, select in selects.items()
            )
        )
    )


def _count(person: Person) -> Waiting:
    statement = _statement(frozenset(role.value for role in person.roles))
    return Waiting(**statement.row(me=person.id)._asdict())
