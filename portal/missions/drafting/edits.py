"""What may be changed in a mission, and when. Runs before anything is written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from portal.core import clock
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.shares import is_share, share_sentence
from portal.extensions import db
from portal.missions.drafting.data import MissionData, SeatData
from portal.missions.models import Audience, Mission, MissionState
from portal.missions.rules import fits
from portal.organization.models import Person

EDITABLE_STATES = frozenset(
    {
        MissionState.DRAFT,
        MissionState.CHANGES_REQUESTED,
        MissionState.PUBLISHED,
        MissionState.STAFFED,
        MissionState.IN_PROGRESS,
        MissionState.PAUSED,
    }
)

# An offer lasts no longer.
LONGEST = timedelta(weeks=104)


def check_edit(mission: Mission, data: MissionData) -> None:
    """Raise `Invalid`, with a sentence at each field, when `data` cannot be written onto `mission`."""
    found = _co_owner(mission, data) | _closing(mission, data) | _seats(data)
    if mission.published_at is not None:
        found |= _after_publication(mission, data)
    if found:
        raise Invalid(fields=found, code="mission.edit")


def _co_owner(mission: Mission, data: MissionData) -> dict[str, Any]:
    chosen = data.fields.get("co_owner_id")
    if chosen is None:
        return {}
    if chosen == mission.owner_id:
        return {"co_owner": _l("The co-owner is someone other than the owner.")}
    person = db.session.get(Person, chosen)
    if person is None or person.is_external or (person.left_on is not None and chosen != mission.co_owner_id):
        return {"co_owner": _l("The co-owner is an employee of the organization.")}
    return {}


def _closing(mission: Mission, data: MissionData) -> dict[str, Any]:
    """A day that stays as it was may have passed since."""
    chosen = data.fields.get("closes_on", mission.closes_on)
    if chosen is None or chosen == mission.closes_on:
        return {}
    if chosen < clock.today():
        return {"closes_on": _l("This day is past.")}
    if clock.is_far(chosen):
        return {"closes_on": _l("Choose a day within the next three years.")}
    return {}


def _seats(data: MissionData) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, seat in enumerate(data.seats):
        if not is_share(seat.percent):
            found[f"seats-{number}-percent"] = share_sentence()
        found |= {f"seats-{number}-{name}": sentence for name, sentence in _weeks(seat).items()}
        asked = [skill.skill_id for skill in seat.skills]
        if len(set(asked)) < len(asked):
            found[f"seats-{number}-skills"] = _l("A skill is asked twice for this place.")
    return found


def _weeks(seat: SeatData) -> dict[str, Any]:
    """What is wrong with the weeks of a seat, by field."""
    if seat.last_week < seat.first_week:
        return {"last_week": _l("The last week is before the first one.")}
    if seat.last_week - seat.first_week >= LONGEST:
        return {"last_week": _l("Keep it within two years.")}
    if clock.is_far(seat.first_week):
        return {"first_week": _l("Check the year.")}
    return {}


def _after_publication(mission: Mission, data: MissionData) -> dict[str, Any]:
    """People read it, applied and were authorized on these terms."""
    found: dict[str, Any] = {}
    if data.fields.get("pilot_id", mission.pilot_id) != mission.pilot_id:
        found["pilot"] = _l("The mission is published: it keeps its pilot.")
    if not fits(mission.audience, Audience(data.fields.get("audience", mission.audience))):
        found["audience"] = _l("The mission is published: it stays open to those who can already read it.")
    present = {seat.public_id: seat for seat in mission.seats}
    if set(present) - {seat.public_id for seat in data.seats}:
        found["seats"] = _l("The mission is published: people may have applied for this place, so it stays.")
    for number, wanted in enumerate(data.seats):
        seat = present.get(wanted.public_id)
        if seat is None:
            continue
        if wanted.places < seat.taken:
            found[f"seats-{number}-places"] = _l("%(taken)s places are already taken.", taken=seat.taken)
        if not fits(seat.audience, wanted.audience):
            found[f"seats-{number}-audience"] = _l(
                "The mission is published: this place stays open to the same people."
            )
    return found
