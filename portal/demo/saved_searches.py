"""The searches that people of the demo keep, and what was looked for in vain."""

from __future__ import annotations

from datetime import timedelta

from portal.core import clock
from portal.core.reindex import MISSION, TALENT
from portal.discovery.asking import Ask
from portal.discovery.saved.models import Alert
from portal.discovery.saved.services import Wish, save_search
from portal.discovery.unmet.recording import note_unmet
from portal.extensions import db
from portal.organization.models import Person

SAVED_DAYS_AGO = 45
# Whose; the search, its name and its alert. Saved before there was an index: what was published since is new.
SEARCHES = (
    (
        "M0042",
        Ask(kind=MISSION, filters={"share": frozenset({"10", "20"})}),
        Wish("Petites missions", Alert.HERE),
    ),
    ("M0042", Ask(text="données", kind=MISSION), Wish("Données", Alert.WEEKLY)),
    ("X0001", Ask(text="accessibilité"), Wish("Accessibilité", Alert.AT_ONCE)),
    ("M0020", Ask(text="rédaction", kind=TALENT), Wish("Qui sait rédiger", Alert.HERE)),
    ("M0031", Ask(text="CRM", kind=TALENT), Wish("CRM", Alert.DAILY)),
)
# Words, by how many people in each of the last weeks, the oldest first.
IN_VAIN = (
    ("blockchain", "", "fr", (2, 3, 0, 6, 5, 7)),
    ("braille", MISSION, "fr", (0, 1, 2, 5, 3, 2)),
    ("soudure", TALENT, "fr", (3, 0, 2, 1, 0, 1)),
    ("kubernetes", TALENT, "en", (1, 0, 1, 0, 0, 0)),
)


def load_saved_searches(people: dict[str, int]) -> None:
    """Searches are kept by their owners; what was looked for in vain is noted as searches do."""
    with clock.at(clock.now() - timedelta(days=SAVED_DAYS_AGO)):
        for identifier, ask, wish in SEARCHES:
            save_search(db.session.get_one(Person, people[identifier]), ask, wish)
    asking = sorted(people.values())
    for words, kind, locale, weeks in IN_VAIN:
        for back, count in enumerate(reversed(weeks)):
            for number in range(count):
                days = 7 * back + number % 5
                with clock.at(clock.now() - timedelta(days=days)):
                    note_unmet(asking[number], words, kind, locale)
