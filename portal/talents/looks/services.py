"""Writing down who looked, and forgetting it after a year."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from portal.core import clock
from portal.core.database import is_busy
from portal.core.prepared import reading
from portal.core.transaction import transaction
from portal.talents.looks.models import KEPT, ProfileLook
from portal.talents.visibility import Reader, Sight

log = logging.getLogger(__name__)

Look = dict[str, Any]

_KNOWN = sa.select(ProfileLook.person_id, ProfileLook.section).where(
    ProfileLook.reader_id == sa.bindparam("reader_id"), ProfileLook.looked_on == sa.bindparam("today", type_=sa.Date())
)


def looks_to_note(reader: Reader, sights: Mapping[int, Sight]) -> list[Look]:
    """The looks of today that no row says yet, by the ids of the people. No query when nothing private was read."""
    today = clock.today()
    looks = [
        {
            "person_id": person_id,
            "reader_id": reader.id,
            "section": section,
            "looked_on": today,
            "quality": sight.tie.quality,
            "mission_id": sight.tie.mission_id,
        }
        for person_id, sight in sights.items()
        for section in sorted(sight.private)
    ]
    if not looks:
        return []
    rows = reading().execute(_KNOWN, {"reader_id": reader.id, "today": today})
    known = {(row.person_id, row.section) for row in rows}
    return [look for look in looks if (look["person_id"], look["section"]) not in known]


def note_looks(looks: Sequence[Look]) -> None:
    """Write looks down; one that another answer wrote meanwhile is not written twice.

    A busy database may cost the note, which the log of the server then tells, and never the page.
    """
    try:
        with transaction() as session:
            kind = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
            session.connection().execute(kind.insert(ProfileLook.__table__).on_conflict_do_nothing(), list(looks))
    except sa.exc.OperationalError as error:
        if not is_busy(error):
            raise
        log.warning("looks not noted, the database was busy: %s", looks)


def forget_old() -> None:
    """Delete the looks of more than twelve months ago."""
    with transaction() as session:
        session.execute(sa.delete(ProfileLook).where(ProfileLook.looked_on < clock.today() - KEPT))
