"""What a few owners noted on their candidates."""

from __future__ import annotations

import sqlalchemy as sa

from portal.applications.models import LIVE_STATES, Application
from portal.applications.notes.services import write_note
from portal.demo.missions import Told
from portal.extensions import db
from portal.missions.models import Mission

# On the candidates of these missions, in the order they came, by the owner then the co-owner.
NOTES = {
    "map-customer-data-before-crm": (
        "Très à l’aise en entretien avec les commerciaux. À vérifier : ses lundis de janvier.",
        "Connaît déjà l’outil de l’ancien prestataire, ce qui nous ferait gagner une semaine.",
        "Je la verrais bien sur la seconde vague si la première place est prise.",
    ),
    "field-app-usable-by-all": ("Références lues, deux personnes appelées : recommandée sans réserve.",),
}


def load_notes(told: list[Told]) -> None:
    """Each note by one of those who own the mission."""
    missions = {mission.content["key"]: mission.id for mission in told}
    for key, texts in NOTES.items():
        mission = db.session.get_one(Mission, missions[key])
        live = sa.select(Application).where(Application.mission_id == mission.id, Application.state.in_(LIVE_STATES))
        candidates = db.session.scalars(live.order_by(Application.id)).all()
        authors = [mission.owner, mission.co_owner or mission.owner]
        for number, (application, text) in enumerate(zip(candidates, texts, strict=False)):
            write_note(authors[number % 2], application, text)
