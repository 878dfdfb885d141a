"""The demo's pilots, each with its first rules and the way to its present state."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa

from portal.accounts.models import Role
from portal.core import audit, clock
from portal.core.transaction import transaction
from portal.demo.content_files import tables
from portal.extensions import db
from portal.organization.models import Person, Unit
from portal.organization.queries import people_with_role
from portal.pilots.models import Pilot, PilotRules
from portal.pilots.workflow import PILOT

STEPS = {
    "draft": (),
    "running": ("approve", "start"),
    "evaluating": ("approve", "start", "evaluate"),
}


def load_pilots(people: dict[str, int]) -> dict[str, int]:
    """Write the pilots. Returns the id of each by key."""
    ids = {}
    for content in tables("pilots.toml")["pilot"]:
        starts_on = clock.this_week() + timedelta(weeks=content["starts_weeks"])
        ends_on = clock.this_week() + timedelta(weeks=content["ends_weeks"], days=4)
        written = datetime.combine(starts_on - timedelta(days=21), time(10), tzinfo=UTC)
        with clock.at(written), transaction() as session:
            sponsor = session.get_one(Person, people[content["sponsor"]])
            pilot = Pilot(
                **{name: content[name] for name in ("name_fr", "name_en", "purpose_fr", "purpose_en")},
                starts_on=starts_on,
                ends_on=ends_on,
                sponsor=sponsor,
                units=list(session.scalars(sa.select(Unit).where(Unit.code.in_(content["units"])))),
            )
            pilot.rules = [
                PilotRules(
                    number=1,
                    max_percent=content["max_percent"],
                    max_weeks=content["max_weeks"],
                    counts_in_review=content["counts_in_review"],
                    charter_fr="\n".join(content.get("rule_fr", [])),
                    charter_en="\n".join(content.get("rule_en", [])),
                    by_id=sponsor.id,
                )
            ]
            session.add(pilot)
            session.flush()
            audit.record(sponsor, pilot, "draft", to_state=pilot.state)
            ids[content["key"]] = pilot.id
        _advance(pilot.id, STEPS[content["state"]], starts_on, ends_on)
    return ids


def _advance(pilot_id: int, steps: tuple[str, ...], starts_on: date, ends_on: date) -> None:
    moments = {"approve": (starts_on, -10), "start": (starts_on, 0), "evaluate": (ends_on, 3)}
    for name in steps:
        day, offset = moments[name]
        moment = datetime.combine(day + timedelta(days=offset), time(9), tzinfo=UTC)
        with clock.at(moment), transaction() as session:
            pilot = session.get_one(Pilot, pilot_id)
            hr = db.session.scalars(people_with_role(Role.HR)).first()
            PILOT.apply(hr if name == "approve" else pilot.sponsor, pilot, name)
