"""The history of one's own profile, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.talents.labels import BY_COLLEAGUES, HISTORY
from portal.talents.queries import skill_names


def tell(events: Iterable[Any]) -> list[dict[str, Any]]:
    """Events as `ui.history` draws them: only the person they are about reads them, hence « You ». A colleague who
    endorses is named; anyone else who acted did so for the library."""
    names = skill_names((event.data["skill_id"] for event in events if "skill_id" in event.data), language())
    told = []
    for event in events:
        name = names.get(event.data.get("skill_id", 0), "…")
        sentence = str(HISTORY.get(event.action, "")).replace("%(skill)s", name)
        sentence = sentence.replace("%(lines)s", str(event.data.get("lines", "")))
        sentence = sentence.replace("%(name)s", str(event.data.get("name", "")))
        if sentence:
            told.append({"at": event.at, "who": _who(event), "what": sentence, "detail": event.text or ""})
    return told


def _who(event: Any) -> str:
    if event.actor_id == event.subject_id:
        return _("You")
    if event.action in BY_COLLEAGUES:
        return f"{event.given_name} {event.family_name}".strip()
    return _("Human resources")
