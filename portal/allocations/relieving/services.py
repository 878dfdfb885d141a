"""Writing how the load is relieved, and recalling at mid-mission what is to be checked."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.orm.attributes import flag_modified

from portal.allocations.deciders import check_decides_now, decider_now
from portal.allocations.models import GIVING_STATES, GRANTED_STATES, Authorization
from portal.allocations.relieving import notifications
from portal.allocations.relieving.models import Relief, ReliefNote
from portal.allocations.relieving.rules import middle_week
from portal.core import audit, clock
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person


def check_may_relieve(actor: Person, authorization: Authorization) -> None:
    """Raise `Forbidden` for whoever does not decide now, `Conflict` when no time is given."""
    check_decides_now(actor, authorization)
    if authorization.state not in GRANTED_STATES:
        raise Conflict(_l("This is no longer possible: things moved on in the meantime."), code="authorization.relieve")


def edit_relief(actor: Person, authorization: Authorization, relief: Relief, *, version: int | None = None) -> None:
    """Say otherwise how the load is relieved; the talent is told. Raises `Forbidden`, `Conflict`, `Invalid`."""
    with transaction() as session:
        session.refresh(authorization, with_for_update={"of": Authorization})
        check_may_relieve(actor, authorization)
        authorization.expect(version)
        write_relief(authorization, relief)
        flag_modified(authorization, "state")  # its version moves: what was read before is a stale form
        audit.record(actor, authorization, "relieve")
        notifications.tell_relieved(authorization, actor, relief)


def write_relief(authorization: Authorization, relief: Relief) -> None:
    """Inside the caller's transaction. What is to be checked is recalled again when it is said otherwise."""
    note = db.session.get(ReliefNote, authorization.id)
    if note is None:
        if not relief:
            return
        note = ReliefNote(authorization_id=authorization.id)
        db.session.add(note)
    for name, text in asdict(relief).items():
        text = checked_text(text, f"relief_{name}")
        if name == "checked" and text != note.checked:
            note.told_on = None
        setattr(note, name, text)
    db.session.flush()


def recall_check(note: ReliefNote) -> None:
    """In the middle of the time, tell the talent and whoever decides now what was to be checked. Once."""
    with transaction() as session:
        session.refresh(note, with_for_update={"of": ReliefNote})
        authorization = note.authorization
        if note.told_on is not None or authorization.state not in GIVING_STATES or not note.checked:
            return
        if middle_week(authorization.first_week, authorization.last_week) > clock.this_week():
            return
        note.told_on = clock.today()
        decider = decider_now(authorization)
        readers = [authorization.person]
        if decider is not None:
            readers.append(session.get_one(Person, decider.id))
        notifications.tell_check(authorization, note.relief, readers)
