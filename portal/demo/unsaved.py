"""What someone of the demo began to write in the form of a mission, and did not save."""

from __future__ import annotations

from datetime import timedelta

from portal.core import clock
from portal.demo.missions import at
from portal.extensions import db
from portal.missions.keeping.services import keep_copy
from portal.organization.models import Person

AUTHOR = "M0042"
DAYS = 2


def load_unsaved(people: dict[str, int]) -> None:
    """She was called away in the middle of a sentence, the day before yesterday."""
    first = clock.this_week() + timedelta(weeks=4)
    author = db.session.get_one(Person, people[AUTHOR])
    fields = {
        "title_fr": "Écouter les voyageurs de la ligne 4 pendant une semaine",
        "summary_fr": "Monter à bord, poser cinq questions, et rapporter ce qui se dit vraiment du nouvel horaire.",
        "unit": author.unit.public_id,
        "audience": "employees",
        "place": "Lyon",
        "remote": "partly",
        "language": "fr",
        "context_fr": "Le baromètre baisse depuis l’automne et les réponses libres se contredisent : personne n’est",
        "seats-0-title_fr": "Enquêtrice ou enquêteur à bord",
        "seats-0-places": "3",
        "seats-0-percent": "20",
        "seats-0-first_week": first.isoformat(),
        "seats-0-last_week": (first + timedelta(weeks=1)).isoformat(),
        "seats-0-audience": "employees",
        "seats-0-skills-0-label": "",
    }
    with clock.at(at(clock.today() - timedelta(days=DAYS), 16.7)):
        keep_copy(author, None, [*fields.items()], version=None, writer="demo")
