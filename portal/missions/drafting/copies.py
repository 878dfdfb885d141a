"""A mission done once and needed again: its text and its places, in a new draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import policies
from portal.core import audit, clock, submission
from portal.core.bilingual import Text, choose
from portal.core.errors import Forbidden
from portal.core.i18n import lazy_gettext as _l
from portal.extensions import db
from portal.missions import notifications
from portal.missions.drafting.data import BRIEF_COLUMNS
from portal.missions.models import Brief, Mission, Seat, SeatSkill
from portal.missions.queries import owned_ids
from portal.missions.rules import PILOT_RUNS
from portal.organization.models import Person

STARTS_IN = 3
MOST_SHOWN = 8
MISSION_COLUMNS = (
    *("title_fr", "title_en", "summary_fr", "summary_en"),
    *("unit_id", "place", "remote", "language", "audience"),
)
SEAT_COLUMNS = ("title_fr", "title_en", "places", "percent", "audience")


def copy_mission(actor: Person, mission: Mission, *, key: str | None) -> Mission:
    """A new draft with the same brief and places, its first week three weeks from now; `actor` owns it.

    The other owner stays beside them, and the pilot if it still runs. The same `key` twice gives the same copy.
    Raises `Forbidden` for those who do not own the mission.
    """
    check_may_copy(actor, mission)

    def write(session: Session) -> Mission:
        made = _copy(actor, mission)
        session.add(made)
        session.flush()
        audit.record(actor, made, "copied", to_state=made.state, data={"from": mission.public_id})
        notifications.mark_for_index(made)
        return made

    return submission.once(actor, key, Mission, write)


@dataclass(frozen=True)
class Former:
    """A mission that may be begun again."""

    public_id: str
    title: Text
    published_at: datetime


def latest_published(actor: Person, locale: str) -> list[Former]:
    """The missions that `actor` owns and published, the latest first: at most `MOST_SHOWN`."""
    select = (
        sa.select(Mission.public_id, Mission.title_fr, Mission.title_en, Mission.published_at)
        .where(Mission.id.in_(owned_ids(actor)), Mission.published_at.is_not(None))
        .order_by(Mission.published_at.desc(), Mission.id.desc())
        .limit(MOST_SHOWN)
    )
    rows = db.session.execute(select)
    return [Former(key, choose(french, english, locale), at) for key, french, english, at in rows if at]


def check_may_copy(actor: Person, mission: Mission) -> None:
    """Raise `Forbidden` for those who do not own the mission."""
    if not policies.mission_own(actor, mission):
        raise Forbidden(_l("Only those who own the mission copy it."), code="mission.copy")


def _copy(actor: Person, mission: Mission) -> Mission:
    other = mission.co_owner_id if actor.id == mission.owner_id else mission.owner_id
    person = db.session.get(Person, other) if other is not None else None
    runs = mission.pilot is not None and mission.pilot.state in PILOT_RUNS
    return Mission(
        **{name: getattr(mission, name) for name in MISSION_COLUMNS},
        owner_id=actor.id,
        co_owner_id=person.id if person is not None and person.left_on is None else None,
        pilot_id=mission.pilot_id if runs else None,
        brief=Brief(**{name: getattr(mission.brief, name) for name in BRIEF_COLUMNS}),
        seats=_seats(mission),
    )


def _seats(mission: Mission) -> list[Seat]:
    if not mission.seats:
        return []
    first = clock.this_week() + timedelta(weeks=STARTS_IN)
    later = first - min(seat.first_week for seat in mission.seats)
    return [
        Seat(
            **{name: getattr(seat, name) for name in SEAT_COLUMNS},
            first_week=seat.first_week + later,
            last_week=seat.last_week + later,
            skills=[
                SeatSkill(skill_id=asked.skill_id, level=asked.level, necessity=asked.necessity)
                for asked in seat.skills
            ],
        )
        for seat in mission.seats
    ]
