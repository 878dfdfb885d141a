"""A post of the demo that a reader reported: it waits for human resources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from portal.core import clock
from portal.demo import words
from portal.demo.missions import Told, at
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.reporting import services as reporting
from portal.organization.models import Person

REPORTED = "results-in-ten-pages"
REPORTER = "M0043"


def load_reports(told: Sequence[Told], people: dict[str, int]) -> None:
    """Two days ago."""
    mission = db.session.get_one(Mission, next(one.id for one in told if one.content["key"] == REPORTED))
    with clock.at(at(clock.today() - timedelta(days=2), 15)):
        reporter = db.session.get_one(Person, people[REPORTER])
        reporting.report_mission(reporter, mission, reason="out_of_date", text=words.REPORT)
