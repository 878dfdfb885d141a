"""On the page of a mission: whether it is read outside, for those who may decide it."""

from __future__ import annotations

from portal import policies
from portal.core.i18n import gettext as _
from portal.core.panels import Panel
from portal.missions.extensions import mission_panels
from portal.missions.models import MissionState, Stage
from portal.missions.sheet import MissionSheet
from portal.organization.models import Person
from portal.public.queries import outside_of
from portal.public.rules import is_for_everyone
from portal.public.verdicts import verdict_on

# Before these it is not published inside either; after them its work has begun or it ended: nobody reads it outside.
_STATES = (MissionState.PUBLISHED, MissionState.PAUSED, MissionState.STAFFED)


def outside_panel(actor: Person, mission: MissionSheet) -> Panel | None:
    """While there is a catalogue, for a mission that was published there or could be."""
    if mission.state not in _STATES or mission.stage is not Stage.OPEN:
        return None
    if not policies.mission_take_off(actor, mission):
        return None
    outside = outside_of(mission.id, mission.public_id)
    is_published = outside.published_at is not None
    offered = policies.mission_publish_outside(actor, mission) and is_for_everyone(mission)
    if not outside.is_on or not (is_published or offered):
        return None
    verdict = verdict_on(actor, mission, catalogue_on=True, is_published=is_published, is_shown=bool(outside.is_shown))
    context = {
        "mission": mission.public_id,
        "text": f"{verdict.title}. {verdict.text}"
        if is_published
        else _("Nobody reads this mission without signing in."),
        "way": _("What the public reads") if is_published else _("Publish it outside"),
    }
    return {"template": "public/_panel.html", "context": context, "place": "aside"}


mission_panels.append(outside_panel)
