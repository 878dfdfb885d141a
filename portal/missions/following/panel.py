"""The way to follow a mission, on its page."""

from __future__ import annotations

from portal import policies
from portal.core.panels import Panel
from portal.missions.extensions import mission_panels
from portal.missions.following.queries import follows
from portal.missions.sheet import MissionSheet
from portal.organization.models import Person
from portal.web.forms import Form


def follow_panel(actor: Person, mission: MissionSheet) -> Panel | None:
    """For those who read it; those who own it see how many follow it."""
    if mission.published_at is None:
        return None
    is_followed, count = follows(actor, mission.id)
    owns = not policies.mission_follow(actor, mission)
    if owns and not count:
        return None
    context = {
        "mission": mission.public_id,
        "is_followed": is_followed,
        "count": count,
        "owns": owns,
        "form": Form.fresh(),
    }
    return {"template": "missions/following/_panel.html", "context": context, "place": "aside"}


mission_panels.append(follow_panel)
