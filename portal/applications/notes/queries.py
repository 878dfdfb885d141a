"""Reading notes. The caller has asked whether the reader chooses: see `policies.application_choose`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.applications.models import ENDED_STATES, Application
from portal.applications.notes.models import KEPT, Note
from portal.applications.queries import visible_to
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.organization.models import Person


class Read(NamedTuple):
    """A note as a page shows it."""

    public_id: str
    by_id: int
    given_name: str
    family_name: str
    text: str
    version: int
    created_at: datetime
    edited_at: datetime | None
    removed_at: datetime | None

    @property
    def who(self) -> str:
        """Who wrote it."""
        return f"{self.given_name} {self.family_name}".strip()


_NOTES = Prepared(
    sa.select(
        *(Note.public_id, Note.by_id, Person.given_name, Person.family_name, Note.text, Note.version),
        *(Note.created_at, Note.edited_at, Note.removed_at),
    )
    .join(Person, Person.id == Note.by_id)
    .where(Note.application_id == sa.bindparam("application_id"))
    .order_by(Note.id)
)


def notes_on(application: Application) -> list[Read]:
    """Every note on an application, oldest first, those removed too."""
    return [Read(*row) for row in _NOTES.rows(application_id=application.id)]


def get_note(actor: Person, public_id: str) -> Note:
    """A note on an application that `actor` may read. Raises `NotFound`, also for one that was removed."""
    readable = visible_to(actor).with_only_columns(Application.id)
    found = db.session.scalar(
        sa.select(Note)
        .where(Note.public_id == public_id, Note.application_id.in_(readable), Note.removed_at.is_(None))
        .options(joinedload(Note.application).options(joinedload(Application.mission), joinedload(Application.person)))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def notes_to_forget() -> Sequence[Note]:
    """The notes whose words are kept no longer: their application ended long ago."""
    return db.session.scalars(
        sa.select(Note)
        .join(Note.application)
        .where(
            Note.removed_at.is_(None),
            Application.state.in_(ENDED_STATES),
            Application.changed_at < clock.now() - KEPT,
        )
        .order_by(Note.id)
    ).all()
