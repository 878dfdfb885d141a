"""The demo's choices of who sees what, who looked since, and a few photos."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from portal.core import clock
from portal.demo.portraits import PORTRAITS, drawn
from portal.extensions import db
from portal.organization.models import Person
from portal.talents.looks import services as looks
from portal.talents.models import Circle, Section
from portal.talents.photo.picture import small_photo
from portal.talents.photo.services import choose_photo
from portal.talents.privacy.services import choose_readers
from portal.talents.queries import read_profile

CHOSEN_DAYS_AGO = 45
CHOICES: dict[str, dict[Section, Circle]] = {
    "M0042": {Section.AVAILABILITY: Circle.OWNERS, Section.LANGUAGES: Circle.RESPONSIBLE},
    "M0043": {Section.EXPERIENCE: Circle.RESPONSIBLE},
    "M0047": {Section.AVAILABILITY: Circle.SELF, Section.SUMMARY: Circle.OWNERS},
    "M0061": {Section.SKILLS: Circle.RESPONSIBLE, Section.AVAILABILITY: Circle.RESPONSIBLE},
    "X0001": {Section.AVAILABILITY: Circle.OWNERS},
}
# Who looked at whom, how many days ago: only what the circle of each opens is noted, as when they open the page.
LOOKS = (
    ("M0020", "M0042", (2, 9, 23, 37)),
    ("M0003", "M0042", (5, 30)),
    ("M0031", "M0042", (1, 3)),
    ("M0020", "M0043", (2, 16)),
    ("M0003", "X0001", (4, 18)),
    ("M0031", "X0001", (6,)),
    ("M0018", "M0061", (8,)),
)


def load_privacy(people: dict[str, int]) -> None:
    """Photos first, then the choices, each by the person themselves, then the looks that followed."""
    with _days_ago(CHOSEN_DAYS_AGO):
        for identifier, portrait in PORTRAITS.items():
            person = _person(people, identifier)
            choose_photo(person, person, small_photo(drawn(portrait)))
        for identifier, circles in CHOICES.items():
            person = _person(people, identifier)
            choose_readers(person, person, circles)
    for reader, looked_at, days in LOOKS:
        for day in days:
            with _days_ago(day):
                _look(_person(people, reader), _person(people, looked_at))


def _look(reader: Person, person: Person) -> None:
    noted = looks.looks_to_note(reader, {person.id: read_profile(reader, person, "fr").sight})
    if noted:
        looks.note_looks(noted)


def _days_ago(days: int) -> Any:
    return clock.at(clock.now() - timedelta(days=days))


def _person(people: dict[str, int], identifier: str) -> Person:
    return db.session.get_one(Person, people[identifier])
