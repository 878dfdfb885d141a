"""Granted time of the demo that goes back to the team: some weeks now, some to come, and some for good."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa

from portal.allocations.models import GIVING_STATES, Authorization
from portal.allocations.recalling.models import RecallKind, RecallReason
from portal.allocations.recalling.services import earliest_end, follow_weeks, revoke_time, suspend_time
from portal.core import clock
from portal.demo.missions import at
from portal.extensions import db
from portal.organization.models import Person


class TakenBack(NamedTuple):
    """Whose time, by whom, how, the first and last weeks as offsets from the present one, the day it was said, why."""

    person: str
    manager: str
    kind: RecallKind
    first: int
    last: int
    said: int
    reason: RecallReason
    text: str


TAKEN_BACK = (
    TakenBack(
        *("M0082", "M0011", RecallKind.SUSPENSION, -1, 1, -9, RecallReason.ABSENCE),
        "Deux collègues de l’atelier sont arrêtés jusqu’au mois prochain.",
    ),
    TakenBack(
        *("M0044", "M0020", RecallKind.SUSPENSION, 1, 2, -3, RecallReason.WORKLOAD),
        "L’enquête de satisfaction est avancée de quinze jours : j’ai besoin de toute l’équipe.",
    ),
    TakenBack(
        *("M0035", "M0031", RecallKind.REVOCATION, 3, 3, -1, RecallReason.PRIORITY),
        "La consultation de Nice sort plus tôt que prévu, et personne d’autre ne connaît ce réseau.",
    ),
)


def load_recalls(people: dict[str, int]) -> None:
    """Said by those who decide, a few days ago; what began since then is under way."""
    for one in TAKEN_BACK:
        authorization = db.session.scalar(
            sa.select(Authorization)
            .where(
                Authorization.person_id == people[one.person],
                Authorization.state.in_(GIVING_STATES),
                Authorization.last_week > clock.this_week() + timedelta(weeks=one.last),
            )
            .order_by(Authorization.last_week.desc())
        )
        if authorization is not None:
            _take_back(one, authorization, db.session.get_one(Person, people[one.manager]))


def _take_back(one: TakenBack, authorization: Authorization, manager: Person) -> None:
    first, last = (clock.this_week() + timedelta(weeks=number) for number in (one.first, one.last))
    with clock.at(at(clock.today() + timedelta(days=one.said), 11)):
        if one.kind is RecallKind.REVOCATION:
            first = max(first, earliest_end())
            revoke_time(manager, authorization, first_week=first, reason=one.reason, text=one.text)
            return
        recall = suspend_time(
            manager, authorization, first_week=first, last_week=last, reason=one.reason, text=one.text
        )
    if one.first <= 0:
        with clock.at(at(first, 1)):
            follow_weeks(recall)
