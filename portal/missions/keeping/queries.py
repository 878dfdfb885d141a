"""Reading one's own unsaved form: nobody reads another's."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.missions.keeping.models import KEPT, KeptCopy
from portal.missions.models import Mission
from portal.organization.models import Person


def visible_to(actor: Person) -> sa.Select[Any]:
    """What is kept of this person's own forms, and not for too long."""
    return sa.select(KeptCopy).where(KeptCopy.author_id == actor.id, KeptCopy.kept_at > clock.now() - KEPT)


def about(mission: Mission | None) -> sa.ColumnElement[bool]:
    """Of the form of this mission; of a new one without it."""
    return KeptCopy.mission_id.is_(None) if mission is None else KeptCopy.mission_id == mission.id


def kept_copy(actor: Person, mission: Mission | None) -> KeptCopy | None:
    """What `actor` wrote in this form and did not save, if anything."""
    found: KeptCopy | None = db.session.scalar(visible_to(actor).where(about(mission)))
    return found


def unsaved_ids(actor: Any) -> sa.Select[Any]:
    """The ids of what this person wrote and did not save; what is too old goes by itself, within the day."""
    return sa.select(KeptCopy.id).where(KeptCopy.author_id == actor.id)


def latest_unsaved(actor: Person) -> tuple[str, str | None] | None:
    """What they wrote last and did not save: its public id, and that of its mission, None for one they begin."""
    row = db.session.execute(
        visible_to(actor)
        .outerjoin(Mission, Mission.id == KeptCopy.mission_id)
        .with_only_columns(KeptCopy.public_id, Mission.public_id.label("mission"))
        .order_by(KeptCopy.kept_at.desc())
        .limit(1)
    ).first()
    return (row.public_id, row.mission) if row else None


def get_own(actor: Person, public_id: str) -> KeptCopy:
    """One of their own. Raises `NotFound` for another's as for a missing one."""
    found: KeptCopy | None = db.session.scalar(visible_to(actor).where(KeptCopy.public_id == public_id))
    if found is None:
        raise NotFound
    return found
