"""The history of one's own profile, in words."""

from __future__ import annotations

from typing import Any

from portal.core.audit import Event
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.skills.queries import label_of
from portal.talents.labels import HISTORY
from portal.talents.queries import skills_by_id


def tell(events: list[Event]) -> list[dict[str, Any]]:
    """Events as `ui.history` draws them: only their author reads them, hence « You »."""
    skills = skills_by_id(event.data["skill_id"] for event in events if "skill_id" in event.data)
    told = []
    for event in events:
        skill = skills.get(event.data.get("skill_id", 0))
        name = label_of(skill, language()) if skill is not None else "…"
        sentence = str(HISTORY.get(event.action, "")).replace("%(skill)s", name)
        if sentence:
            told.append({"at": event.at, "who": _("You"), "what": sentence})
    return told
