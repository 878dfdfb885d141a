"""Reading what was kept of a file."""

from __future__ import annotations

import sqlalchemy as sa

from portal.core import clock
from portal.core.errors import NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.extensions import db
from portal.organization.models import Person
from portal.talents.cv.models import KEPT, UNDOABLE, ProfileImport


def get_waiting(person: Person, public_id: str) -> ProfileImport:
    """What someone's own file says, while it waits for their choice. Raises `NotFound`."""
    kept = db.session.scalar(
        sa.select(ProfileImport).where(
            ProfileImport.public_id == public_id,
            ProfileImport.person_id == person.id,
            ProfileImport.taken_at.is_(None),
            ProfileImport.created_at >= clock.now() - KEPT,
        )
    )
    if kept is None:
        raise NotFound(_l("This file was already taken, put aside, or is too old. Send it again."))
    return kept


def last_taken(person: Person) -> ProfileImport | None:
    """The last file someone took lines from, while that can be undone."""
    return db.session.scalar(
        sa.select(ProfileImport)
        .where(
            ProfileImport.person_id == person.id,
            ProfileImport.taken_at.is_not(None),
            ProfileImport.undone_at.is_(None),
            ProfileImport.created_at >= clock.now() - UNDOABLE,
        )
        .order_by(ProfileImport.id.desc())
        .limit(1)
    )
