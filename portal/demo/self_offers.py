"""What people of the demo would like to do."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from portal.applications.offering.services import Said, post_self_offer
from portal.core import clock
from portal.demo.missions import at
from portal.extensions import db
from portal.organization.models import Person
from portal.skills.queries import resolve_label


class Offered(NamedTuple):
    """Who, in which language, what, from how many weeks on and for how many, posted how many days ago."""

    identifier: str
    language: str
    title: str
    text: str
    percent: int
    after: int
    weeks: int
    skills: tuple[str, ...]
    days_ago: int


OFFERED = (
    Offered(
        "M0036",
        "en",
        "Tell with pictures what our numbers say",
        "I spend my days in sales figures and would love to show them to people who never open a spreadsheet. I bring"
        " five years of dashboards; I would like to learn how a story is told.",
        10,
        3,
        8,
        ("Data visualisation", "SQL", "Storytelling"),
        21,
    ),
    Offered(
        "M0033",
        "fr",
        "Accueillir celles et ceux qui arrivent en agence",
        "J’ai formé quatre collègues à la relation client cette année, et c’est ce que j’ai préféré. Je peux"
        " accueillir, montrer, écouter ; j’aimerais apprendre à construire une formation.",
        20,
        2,
        12,
        ("Écoute active", "Rédaction professionnelle"),
        9,
    ),
    Offered(
        "X0001",
        "fr",
        "Essayer vos formulaires avec des personnes qui ne voient pas",
        "Je connais la maison et ses voyageurs. Je peux préparer et mener des essais avec des lecteurs d’écran, puis"
        " former celles et ceux qui écrivent les pages.",
        40,
        3,
        10,
        ("Accessibilité web (RGAA)", "Tests utilisateurs", "Conception inclusive"),
        5,
    ),
    Offered(
        "X0045",
        "fr",
        "Relire les courriers avant qu’ils partent",
        "Je réponds chaque jour à des courriers que personne n’a compris. Deux heures par semaine suffiraient pour les"
        " relire avant l’envoi.",
        5,
        1,
        12,
        ("Relecture et correction", "Rédaction professionnelle"),
        2,
    ),
)


def load_self_offers(people: dict[str, int]) -> None:
    """Two employees, a freelancer and a temp, over the last weeks."""
    for one in OFFERED:
        first = clock.this_week() + timedelta(weeks=one.after)
        found = (resolve_label(name, one.language) for name in one.skills)
        said = Said(
            language=one.language,
            title=one.title,
            text=one.text,
            percent=one.percent,
            first_week=first,
            last_week=first + timedelta(weeks=one.weeks - 1),
            skills=[skill for skill in found if skill is not None],
        )
        with clock.at(at(clock.today() - timedelta(days=one.days_ago), 11)):
            post_self_offer(db.session.get_one(Person, people[one.identifier]), said)
