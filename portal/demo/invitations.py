"""Who was invited to a mission lately, by whom, in what words, and what they answered."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from portal.applications.inviting.services import invite_to_seat, take_up_invitation, turn_down_invitation
from portal.core import clock
from portal.core.errors import DomainError
from portal.demo.missions import Told, at
from portal.extensions import db
from portal.missions.models import Mission
from portal.organization.models import Person


class Invited(NamedTuple):
    """A person, the mission and the place in it, how many days ago, the words, and the answer: none, "yes" or "no"."""

    identifier: str
    mission: str
    seat: int
    days: int
    message: str
    answer: str = ""


# Inès and Sofia each have one to answer; Léa was asked often lately.
INVITED = (
    Invited(
        "M0042",
        "learning-review-passing-it-on",
        1,
        2,
        "Votre restitution sur la grille de signature était limpide. Nous cherchons quelqu’un qui sache raconter ce "
        "qu’une équipe a appris sans que cela ressemble à un bilan.",
    ),
    Invited(
        "X0001",
        "supplier-portal-accessibility",
        0,
        3,
        "Vos remarques sur l’application de terrain ont changé notre façon de la tester. Le portail des fournisseurs "
        "aurait besoin du même regard, sur cinq semaines.",
    ),
    Invited(
        "M0046",
        "bordeaux-marseille-punctuality",
        0,
        4,
        "Vos relevés des correspondances de Marseille étaient lisibles du premier coup d’œil : nos tableaux de "
        "ponctualité en ont bien besoin.",
    ),
    Invited(
        "M0046",
        "welcome-twenty-drivers-marseille",
        0,
        6,
        "Une demi-journée par semaine suffirait, et vous connaissez déjà le dépôt.",
        "no",
    ),
    Invited(
        "M0046",
        "results-in-ten-pages",
        0,
        11,
        "Le document doit tenir en dix pages : c’est votre métier, et nous partons de loin.",
        "no",
    ),
    Invited(
        "M0034",
        "map-customer-data-before-crm",
        0,
        3,
        "Vous avez tenu l’inventaire des contrats l’an dernier ; celui des données clients lui ressemble beaucoup.",
    ),
    Invited(
        "M0070",
        "map-customer-data-before-crm",
        0,
        6,
        "Vous parlez aussi bien aux commerciaux qu’aux informaticiens, et il nous faut les deux autour de la table.",
        "yes",
    ),
    Invited(
        "M0060",
        "twelve-field-portraits",
        0,
        5,
        "Vos photos de l’atelier d’Antigone nous ont donné l’idée de cette série.",
        "yes",
    ),
)
REASON = "Deux autres personnes ont décliné, et le premier comité est dans dix jours."
YES = "Merci d’avoir pensé à moi. Le sujet m’intéresse, et mes lundis sont libres."
NO = "Ce serait volontiers, mais pas avant la fin du trimestre."


def load_invitations(told: list[Told], people: dict[str, int]) -> None:
    """Each invitation on its day, the oldest first, then its answer. What the rules refuse does not happen."""
    missions = {mission.content["key"]: mission.id for mission in told}
    for invited in sorted(INVITED, key=lambda one: -one.days):
        with suppress(DomainError):
            _invite(invited, missions[invited.mission], people[invited.identifier])


def _invite(invited: Invited, mission_id: int, person_id: int) -> None:
    mission, person = db.session.get_one(Mission, mission_id), db.session.get_one(Person, person_id)
    day = clock.today() - timedelta(days=invited.days)
    with clock.at(at(day, 10)):
        application = invite_to_seat(
            mission.owner, mission.seats[invited.seat], person, message=invited.message, reason=REASON
        )
    with clock.at(at(min(day + timedelta(days=2), clock.today()), 14)):
        if invited.answer == "yes":
            take_up_invitation(person, application, message=YES)
        elif invited.answer == "no":
            turn_down_invitation(person, application, reason="workload", text=NO)
