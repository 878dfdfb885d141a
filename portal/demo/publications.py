"""The public catalogue of the demo: turned on by human resources, with missions that their owners published there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from portal.core import clock
from portal.demo.missions import Told, at
from portal.demo.openings import open_day
from portal.extensions import db
from portal.missions.models import Mission
from portal.organization.models import Person
from portal.public import services as public
from portal.public.rules import is_for_everyone

ORGANIZATION = "Merane"
DECIDER = "M0003"
MOST = 4


def load_publications(told: Sequence[Told], people: dict[str, int]) -> None:
    """Long ago for the catalogue; the latest missions that are open to everyone, each on the day it opened to all."""
    with clock.at(at(clock.today() - timedelta(days=90), 10)):
        public.turn_catalogue(db.session.get_one(Person, people[DECIDER]), True, organization=ORGANIZATION, version=0)
    published = 0
    for one in sorted(told, key=lambda one: (one.published_on or clock.today(), one.id), reverse=True):
        mission = db.session.get_one(Mission, one.id)
        day = open_day(one)
        if published < MOST and day is not None and is_for_everyone(mission):
            published += 1
            with clock.at(min(at(day, 14), clock.now())):
                public.publish_outside(mission.owner, mission)
