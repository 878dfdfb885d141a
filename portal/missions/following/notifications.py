"""What those who follow a mission are told. Queued, sent after the commit."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from portal.missions.following.queries import followers
from portal.missions.models import Mission
from portal.notices.telling import tell
from portal.organization.models import Person


def tell_followers(
    mission: Mission, what: Any, *, text: str = "", but: Collection[int] = (), actor: Person | None = None
) -> None:
    """Each reads `what` happened, a lazy sentence said in their language, and `text` as it was written.

    Those whose ids are in `but` are told otherwise; the actor knows.
    """
    for person in followers(mission):
        if person.id not in but and (actor is None or person.id != actor.id):
            tell(person, "missions/followed", mission=mission, what=what, text=text)
