"""What people of the demo ask on briefs, and the missions they follow."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa

from portal.core import clock
from portal.extensions import db
from portal.missions.following.services import follow_mission
from portal.missions.models import Mission, MissionState
from portal.missions.questions.services import answer_question, ask_question
from portal.organization.models import Person


class Exchange(NamedTuple):
    """A question by someone, so many days ago, and the answer of the owner a day later, if any."""

    identifier: str
    days_ago: int
    question: str
    answer: str


EXCHANGES = (
    Exchange(
        "M0035",
        9,
        "Faut-il être à Lyon chaque semaine, ou une visite par mois suffit-elle ?",
        "Une visite par mois suffit, plus la réunion de lancement. Le reste se fait à distance.",
    ),
    Exchange(
        "X0001",
        6,
        "Les données de test sont-elles déjà disponibles, ou font-elles partie du travail ?",
        "Un premier jeu est prêt ; le compléter fait partie de la mission, avec l’aide de l’équipe qui le tient.",
    ),
    Exchange("M0051", 2, "La part de la semaine peut-elle être groupée sur deux jours ?", ""),
)
FOLLOWERS = ("M0042", "M0035", "X0001")


def load_questions(people: dict[str, int]) -> None:
    """On the latest missions open to everyone; what is refused, one's own mission for instance, is not asked."""
    select = sa.select(Mission).where(Mission.state == MissionState.PUBLISHED, Mission.audience == "both")
    missions = db.session.scalars(select.order_by(Mission.published_at.desc(), Mission.id).limit(3)).all()
    for mission in missions:
        for exchange in EXCHANGES:
            _ask(mission, db.session.get_one(Person, people[exchange.identifier]), exchange)
        for identifier in FOLLOWERS:
            person = db.session.get_one(Person, people[identifier])
            if person.id not in (mission.owner_id, mission.co_owner_id):
                follow_mission(person, mission)


def _ask(mission: Mission, asker: Person, exchange: Exchange) -> None:
    asked_at = clock.now() - timedelta(days=exchange.days_ago)
    if (
        asker.id in (mission.owner_id, mission.co_owner_id)
        or mission.published_at is None
        or asked_at < mission.published_at
    ):
        return
    with clock.at(asked_at):
        question = ask_question(asker, mission, text=exchange.question, key=None)
    if exchange.answer:
        with clock.at(asked_at + timedelta(days=1)):
            answer_question(mission.owner, question, text=exchange.answer, version=None)
