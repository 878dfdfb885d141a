"""Keeping what is being written, and forgetting it.

None of this is an edit: no history, no index, no mail, and the mission stays as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import policies
from portal.core import clock
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.missions.keeping.models import KEPT, LONGEST, KeptCopy
from portal.missions.keeping.queries import about
from portal.missions.models import Mission
from portal.organization.models import Person

LONGEST_KEY = 22


def keep_copy(
    actor: Person,
    mission: Mission | None,
    fields: Sequence[tuple[str, str]],
    *,
    version: int | None,
    writer: str,
    continues: str = "",
) -> None:
    """Keep the fields of a form as they are, valid or not, in the place of what the same form kept before.

    `writer` is the key of the form, `continues` that of the one whose words it goes on with. `version` is the one of
    the mission that its author was reading; the first is remembered, for what they write goes on from there.

    Raises `Forbidden` for those who could not save it, `Invalid` when it is empty or too long, `Conflict` when what is
    kept was written in another form that this one does not go on with.
    """
    check_may_write(actor, mission)
    writer = writer[:LONGEST_KEY]
    if not writer or not fields:
        raise Invalid(_l("There is nothing to keep."), code="keeping.empty")
    if len(json.dumps(fields, ensure_ascii=False)) > LONGEST:
        raise Invalid(_l("This is too long to be kept."), code="keeping.long")
    now = clock.now()
    said: dict[str, Any] = {"writer": writer, "fields": [list(pair) for pair in fields], "kept_at": now}
    with transaction() as session:
        kind: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        row = {"author_id": actor.id, "mission_id": mission.id if mission else None, "version": version, **said}
        if session.scalar(kind.insert(KeptCopy).values(row).on_conflict_do_nothing().returning(KeptCopy.id)):
            return
        own = KeptCopy.writer.in_([writer, continues or writer])
        changed = session.scalar(
            sa.update(KeptCopy)
            .where(KeptCopy.author_id == actor.id, about(mission), sa.or_(own, KeptCopy.kept_at <= now - KEPT))
            .values(said)
            .returning(KeptCopy.id),
            execution_options={"synchronize_session": False},
        )
        if changed is None:
            raise Conflict(_l("Something else that you wrote here is still kept."), code="keeping.other")


def check_may_write(actor: Person, mission: Mission | None) -> None:
    """Raise `Forbidden` for those who could not save this form."""
    if mission is None and not policies.mission_write(actor):
        raise Forbidden(_l("Missions are started by employees."), code="mission.write")
    if mission is not None and not policies.mission_own(actor, mission):
        raise Forbidden(_l("Only those who own the mission edit it."), code="mission.edit")


def throw_away(actor: Person, copy: KeptCopy) -> None:
    """Forget what `actor` wrote; what is gone already is let be."""
    with transaction() as session:
        _forget(session, KeptCopy.author_id == actor.id, KeptCopy.public_id == copy.public_id)


def forget_saved(session: Session, actor: Person, mission: Mission | None, writers: Iterable[str]) -> None:
    """Inside the transaction that saves a form: forget what it kept. What another form kept stays."""
    keys = [key for key in writers if key]
    if keys:
        _forget(session, KeptCopy.author_id == actor.id, about(mission), KeptCopy.writer.in_(keys))


def forget_all_of(session: Session, person: Person) -> None:
    """Forget all that someone wrote, inside the present transaction."""
    _forget(session, KeptCopy.author_id == person.id)


def forget_old() -> None:
    """Forget what nobody went on with for thirty days."""
    with transaction() as session:
        _forget(session, KeptCopy.kept_at <= clock.now() - KEPT)


def _forget(session: Session, *which: sa.ColumnElement[bool]) -> None:
    session.execute(sa.delete(KeptCopy).where(*which), execution_options={"synchronize_session": False})
