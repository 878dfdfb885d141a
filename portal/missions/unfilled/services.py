"""Ending a mission that found nobody. One verb, one transaction."""

from __future__ import annotations

from collections.abc import Collection

from portal.core.errors import Conflict, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.missions.models import Mission
from portal.missions.notifications import mark_for_index, owners
from portal.missions.services import check_step
from portal.missions.unfilled.models import Cause, UnfilledCause
from portal.missions.workflow import MISSION, mission_unfilled
from portal.notices.telling import tell
from portal.organization.models import Person


def leave_unfilled(
    actor: Person, mission: Mission, *, causes: Collection[str | Cause], text: str, version: int | None = None
) -> Mission:
    """End it without anyone, with the causes that human resources count; whoever waited is told, with the text.

    Raises `Conflict` when someone holds a place, `Invalid` without a cause, for one that is none, or when another
    cause comes without words.
    """
    with transaction() as session:
        check_step(actor, mission, "leave_unfilled", version)
        if any(seat.taken for seat in mission.seats):
            raise Conflict(
                _l("Someone holds a place: the mission found them. You can complete it or cancel it."),
                code="mission.filled",
            )
        chosen = _checked(causes)
        words = _l("Say which one, in a few words.") if Cause.OTHER in chosen else None
        text = checked_text(text, "text", required=words)
        coded = [cause.value for cause in Cause if cause in chosen]
        MISSION.apply(actor, mission, "leave_unfilled", text=text, data={"causes": coded})
        session.add_all(UnfilledCause(mission_id=mission.id, cause=cause) for cause in chosen)
        mission_unfilled(actor, mission, text)
        for person in owners(mission):
            if person.id != actor.id:
                tell(person, "missions/unfilled", mission=mission, actor=actor, text=text)
        mark_for_index(mission)
    return mission


def _checked(causes: Collection[str | Cause]) -> set[Cause]:
    try:
        chosen = {Cause(cause) for cause in causes}
    except ValueError as error:
        raise Invalid(fields={"causes": _l("Choose among these causes.")}) from error
    if not chosen:
        raise Invalid(fields={"causes": _l("Choose one cause at least.")})
    return chosen
