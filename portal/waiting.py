"""What waits for someone, everywhere in the portal: all the counts in one statement.

The header of every page announces a few of them; those alone are counted where a page asks for no more.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import g

from portal import policies
from portal.allocations import queries as allocations
from portal.allocations import time_queries
from portal.allocations.delegating.queries import running_of
from portal.applications import queries as applications
from portal.applications.inviting.queries import invitations_to_answer
from portal.core.prepared import Prepared
from portal.engagements import queries as engagements
from portal.engagements.models import Engagement
from portal.missions import queries as missions
from portal.missions.keeping.queries import unsaved_ids
from portal.missions.models import Mission
from portal.missions.proposing.queries import proposals_to_answer
from portal.missions.transferring.queries import ownerless_ids, transfers_to_answer
from portal.notices import queries as notices
from portal.organization.delegations import Delegation
from portal.organization.models import Person
from portal.organization.queries import team_of
from portal.recognition import queries as recognition
from portal.skills.models import Skill
from portal.skills.queries import proposed_skills


@dataclass(frozen=True)
class Announced:
    """How many of each the header of every page announces; `team` is how many people they manage, `away` whether
    someone decides in their place today, and `unread` how much of what they were told they have not read."""

    offers: int = 0
    invitations: int = 0
    candidates: int = 0
    decisions: int = 0
    terms: int = 0
    validations: int = 0
    engagements: int = 0
    team: int = 0
    away: int = 0
    unread: int = 0

    @property
    def applications(self) -> int:
        """Offers and invitations to answer, candidates to answer and other terms to answer."""
        return self.offers + self.invitations + self.candidates + self.terms

    @property
    def desk(self) -> int:
        """What a manager's desk holds."""
        return self.decisions

    @property
    def announced(self) -> int:
        """All that the header announces."""
        return self.applications + self.desk + self.validations + self.engagements


@dataclass(frozen=True)
class Waiting(Announced):
    """How many of each wait for one person; `others` are those of the `candidates` whose mission is filled, `talks` and
    `owner_talks` the conversations that hold something new, on one's own applications and on those to one's missions,
    `ideas` the missions that externals propose to them, `unsaved` the forms of missions they wrote in and did not save.
    """

    others: int = 0
    entries: int = 0
    attestations: int = 0
    recognitions: int = 0
    publications: int = 0
    proposals: int = 0
    talks: int = 0
    owner_talks: int = 0
    transfers: int = 0
    ideas: int = 0
    ownerless: int = 0
    unsaved: int = 0


_Counts = TypeVar("_Counts", bound=Announced)


def waiting_for(person: Person) -> Waiting:
    """What waits for `person`, counted once for each request."""
    known = _known(person)
    if isinstance(known, Waiting):
        return known
    return _keep(person, Waiting(**_count(person, Waiting)))


def announced_to(person: Person) -> Announced:
    """What the header announces to `person`: what was counted for the page, or only that."""
    return _known(person) or _keep(person, Announced(**_count(person, Announced)))


def _known(person: Person) -> Announced | None:
    whose, counts = g.get("waiting", (None, None))
    return counts if whose == person.id else None


def _keep(person: Person, counts: _Counts) -> _Counts:
    g.waiting = (person.id, counts)
    return counts


class _Someone:
    """Stands for whoever asks while the statement is built: their id comes later, as a parameter."""

    id = sa.bindparam("me", type_=sa.Integer)

    def __init__(self, roles: frozenset[str]) -> None:
        self.roles = roles


@lru_cache(maxsize=32)
def _statement(roles: frozenset[str], names: frozenset[str]) -> Prepared:
    """One statement for all the counts of these names, built once for each set of roles."""
    me: Any = _Someone(roles)
    selects: dict[str, Any] = {
        "offers": applications.offers_to_answer(me),
        "invitations": invitations_to_answer(me),
        "candidates": applications.candidates_to_answer(me),
        "others": applications.others_to_answer(me),
        "decisions": allocations.requests_to_decide(me),
        "terms": allocations.terms_to_answer(me),
        "entries": time_queries.ids_waiting_for(me),
        "attestations": recognition.ids_where(recognition.attestable_by(me)),
        "recognitions": recognition.ids_where(recognition.recordable_by(me)),
        "publications": recognition.ids_where(recognition.publishable_by(me)),
        "talks": applications.new_to_talent(me),
        "owner_talks": applications.new_to_owner(me),
        "transfers": transfers_to_answer(me),
        "ideas": proposals_to_answer(me),
        "unsaved": unsaved_ids(me),
        "unread": notices.unread_of(me),
        "away": running_of(me).with_only_columns(Delegation.id),
        "team": team_of(me).order_by(None).with_only_columns(Person.id),
    }
    if policies.library_govern(me):
        selects["proposals"] = proposed_skills().with_only_columns(Skill.id)
    if policies.is_hr(me):
        selects["ownerless"] = ownerless_ids()
    if missions.validates(me):
        selects["validations"] = missions.to_validate_by(me).with_only_columns(Mission.id)
    if policies.is_procurement(me):
        selects["engagements"] = engagements.engagements_to_decide(me).with_only_columns(Engagement.id)
    return Prepared(
        sa.select(
            *(
                sa.select(sa.func.count()).select_from(select.subquery()).scalar_subquery().label(name)
                for name, select in selects.items()
                if name in names
            )
        )
    )


def _count(person: Person, asked: type[Announced]) -> dict[str, int]:
    names = frozenset(field.name for field in fields(asked))
    statement = _statement(frozenset(role.value for role in person.roles), names)
    return dict(statement.row(me=person.id)._asdict())
