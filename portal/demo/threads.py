"""What talents of the demo and those who own missions wrote to each other."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa

from portal.applications.models import LIVE_STATES, Application
from portal.applications.thread.services import write_message
from portal.applications.thread.unread import TO_OWNERS, TO_TALENT
from portal.core import clock
from portal.demo.missions import Told
from portal.extensions import db
from portal.notices.matters import Subject
from portal.notices.services import mark_read_about


class Line(NamedTuple):
    """What one side wrote, once this share of the time since the application had gone by."""

    by_talent: bool
    after: float
    text: str


# On the candidates of these missions, in the order they came.
THREADS: dict[str, tuple[tuple[Line, ...], ...]] = {
    "map-customer-data-before-crm": (
        (
            Line(True, 0.2, "Les lundis peuvent-ils se faire à distance ? Je garde mes enfants jusqu’à dix heures."),
            Line(False, 0.4, "Oui, les lundis sont à distance pour tout le monde. Dix heures convient très bien."),
            Line(True, 0.9, "Merci. Je m’organise ainsi, et je relis le dossier des commerciaux cette semaine."),
        ),
        (Line(False, 0.5, "Avez-vous déjà mené des entretiens avec des commerciaux ? Une phrase me suffit."),),
    ),
    "field-app-usable-by-all": (
        (
            Line(True, 0.3, "La visite sur place peut-elle se tenir un jeudi ?"),
            Line(False, 0.7, "Le jeudi, de préférence : l’équipe est alors au complet."),
        ),
    ),
}


def load_threads(told: list[Told]) -> None:
    """Each exchange between a candidate and the owner of the mission."""
    missions = {mission.content["key"]: mission.id for mission in told}
    for key, threads in THREADS.items():
        live = sa.select(Application).where(Application.mission_id == missions[key], Application.state.in_(LIVE_STATES))
        candidates = db.session.scalars(live.order_by(Application.id)).all()
        for application, lines in zip(candidates, threads, strict=False):
            _converse(application, lines)


def _converse(application: Application, lines: tuple[Line, ...]) -> None:
    began, since = application.created_at, clock.now() - application.created_at
    for line in lines:
        at = max((began + since * line.after).replace(hour=9), began + timedelta(minutes=40))
        author = application.person if line.by_talent else application.mission.owner
        with clock.at(min(at, clock.now())):
            mark_read_about(author, (TO_TALENT, TO_OWNERS), Subject(Application.__tablename__, application.id))
            write_message(author, application, line.text)
