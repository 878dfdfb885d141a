"""What a few people of the demo searched for lately, so that the box has something to offer them."""

from __future__ import annotations

from datetime import timedelta

from portal.core import clock
from portal.discovery.recent.services import keep_search
from portal.extensions import db
from portal.organization.models import Person

# Who, what, and how many days ago, the oldest first.
SEARCHES = (
    ("M0042", "visualisation de données", 19),
    ("M0042", "accessibilité", 6),
    ("M0042", "Nadia Benali", 2),
    ("M0020", "analyse de données", 12),
    ("M0020", "animation d’ateliers", 3),
    ("X0001", "RGAA", 8),
    ("X0001", "tests utilisateurs", 1),
)


def load_recent_searches(people: dict[str, int]) -> None:
    """Each search on its day, by the person themselves."""
    for identifier, text, days in SEARCHES:
        with clock.at(clock.now() - timedelta(days=days)):
            keep_search(db.session.get_one(Person, people[identifier]), text)
