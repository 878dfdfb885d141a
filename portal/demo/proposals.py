"""What externals of the demo propose: an idea that waits for an answer, and one that was declined."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from portal.core import clock
from portal.demo.missions import at
from portal.extensions import db
from portal.missions.proposing.services import Idea, decline_proposal, propose
from portal.organization.models import Person

WAITING = (
    "X0005",
    "M0031",
    Idea(
        language="en",
        title="Tell a customer before the complaint comes",
        objective=(
            "Half of the complaints about delays reach us when the delay was known for an hour. With the feeds I set up"
            " for the CRM, the regular travellers of a line could be told at once, in their own words."
        ),
        deliverables="A message tried out on two lines for six weeks, and what the complaints became.",
        percent=20,
        first_week=clock.today(),
        last_week=clock.today(),
    ),
    "",
)
DECLINED = (
    "X0001",
    "M0031",
    Idea(
        language="fr",
        title="Relire les courriers de réclamation à voix haute",
        objective=(
            "Les réponses aux réclamations sont exactes et personne ne les comprend. Une heure par quinzaine, celles et"
            " ceux qui les écrivent les liraient à voix haute avec une personne qui les reçoit."
        ),
        deliverables="Douze modèles réécrits, essayés avec vingt voyageurs.",
        percent=10,
        first_week=clock.today(),
        last_week=clock.today(),
    ),
    "L’idée est juste, mais les modèles changent avec le nouvel outil au printemps : reparlons-en à ce moment-là.",
)


def load_proposals(people: dict[str, int]) -> None:
    """The one that was declined is a month old, the other waits since four days ago."""
    for days, (author, sponsor, idea, answer) in ((33, DECLINED), (4, WAITING)):
        with clock.at(at(clock.today() - timedelta(days=days), 10)):
            proposal = propose(_person(people[author]), _soon(idea), sponsor_id=people[sponsor])
        if answer:
            with clock.at(at(clock.today() - timedelta(days=days - 5), 15)):
                decline_proposal(_person(people[sponsor]), proposal, text=answer)


def _person(person_id: int) -> Person:
    return db.session.get_one(Person, person_id)


def _soon(idea: Idea) -> Idea:
    first = clock.this_week() + timedelta(weeks=6)
    return replace(idea, first_week=first, last_week=first + timedelta(weeks=7))
