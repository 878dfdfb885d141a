"""Managers of the demo who were away, who are, or who will be."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from portal.allocations.delegating.services import follow_days, give_delegation
from portal.core import clock
from portal.demo.missions import at
from portal.extensions import db
from portal.organization.delegations import Delegation
from portal.organization.models import Person


class Away(NamedTuple):
    """Who, who decides meanwhile, the first and last days as offsets from today, the day it was given, a word."""

    manager: str
    delegate: str
    first: int
    last: int
    given: int
    text: str


BEFORE = Away("M0020", "M0021", -40, -34, -47, "Deux demandes arrivent pour le projet billettique : parlons-en lundi.")
NOW = (
    Away("M0013", "M0020", -2, 9, -6, "Magali connaît bien la charge du service : demande-lui si tu hésites."),
    Away(
        "M0020",
        "M0021",
        19,
        30,
        -1,
        "L’équipe prépare une enquête : personne au-delà de 20 % ces semaines-là.",
    ),
)


def load_past_delegation(people: dict[str, int]) -> None:
    """One that is over. Told before any request is: what waits today never went through it."""
    delegation = _give(BEFORE, people)
    for offset in (BEFORE.first, BEFORE.last + 1):
        with clock.at(at(clock.today() + timedelta(days=offset), 1)):
            follow_days(delegation)


def load_delegations(people: dict[str, int]) -> None:
    """One that runs, with a request that waits, and one to come."""
    for away in NOW:
        delegation = _give(away, people)
        if away.first < 0:
            with clock.at(at(clock.today() + timedelta(days=away.first), 1)):
                follow_days(delegation)


def _give(away: Away, people: dict[str, int]) -> Delegation:
    today = clock.today()
    with clock.at(at(today + timedelta(days=away.given), 17)):
        return give_delegation(
            db.session.get_one(Person, people[away.manager]),
            delegate_id=people[away.delegate],
            first_day=today + timedelta(days=away.first),
            last_day=today + timedelta(days=away.last),
            text=away.text,
        )
