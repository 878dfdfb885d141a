"""The calendars that people of the demo follow."""

from __future__ import annotations

from datetime import timedelta

from portal.calendars.models import Scope
from portal.calendars.services import make_address
from portal.core import clock
from portal.extensions import db
from portal.organization.models import Person

FOLLOWED_DAYS_AGO = 30
# Whose, which, and whether it shows the titles of missions.
CALENDARS = (("M0042", Scope.OWN, False), ("M0020", Scope.TEAM, True))


def load_calendars(people: dict[str, int]) -> None:
    """Their addresses were shown once, to them."""
    with clock.at(clock.now() - timedelta(days=FOLLOWED_DAYS_AGO)):
        for identifier, scope, shows_titles in CALENDARS:
            make_address(db.session.get_one(Person, people[identifier]), scope, shows_titles=shows_titles)
