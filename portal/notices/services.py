"""Reading one's notices, and choosing how one is told. Nobody does any of this for another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.extensions import db
from portal.notices import digest
from portal.notices.choices import choices_of
from portal.notices.ending import DIGEST
from portal.notices.kinds import CHOSEN, kind_named
from portal.notices.matters import Subject
from portal.notices.models import Notice, NoticeRhythm, NoticeSettings, Rhythm
from portal.notices.quiet import ZONES, Choices
from portal.organization.models import Person

KEPT = timedelta(days=365)
_AS_IS = {"synchronize_session": False}


def mark_read(person: Person, public_id: str) -> Notice:
    """One notice was read; one read before stays as it is. Raises `NotFound` for another's as for a missing one."""
    with transaction() as session:
        notice = _own(session, person, public_id)
        notice.read_at = notice.read_at or clock.now()
        return notice


def mark_unread(person: Person, public_id: str) -> None:
    """One notice is to be read again. Raises `NotFound` for another's as for a missing one."""
    with transaction() as session:
        _own(session, person, public_id).read_at = None


def mark_all_read(person: Person, *, last: int) -> tuple[int, datetime]:
    """Everything told until the notice of id `last` was read. Returns how many were not yet, and when that was."""
    now = clock.now()
    unread = (Notice.person_id == person.id, Notice.id <= last, Notice.read_at.is_(None))
    with transaction() as session:
        done: Any = session.execute(sa.update(Notice).where(*unread).values(read_at=now), execution_options=_AS_IS)
    return done.rowcount, now


def mark_read_about(person: Person, events: Collection[str], subject: Subject) -> None:
    """Whatever someone was told by these events about one thing was read, on the page of that thing."""
    told = (Notice.person_id == person.id, Notice.read_at.is_(None), Notice.event.in_(events))
    about = (Notice.matter == subject.matter, Notice.matter_id == subject.id)
    with transaction() as session:
        read = sa.update(Notice).where(*told, *about).values(read_at=clock.now())
        session.execute(read, execution_options=_AS_IS)


def undo_read(person: Person, at: datetime) -> None:
    """What was marked as read at that instant is unread again."""
    read = (Notice.person_id == person.id, Notice.read_at == at)
    with transaction() as session:
        session.execute(sa.update(Notice).where(*read).values(read_at=None), execution_options=_AS_IS)


def _own(session: Session, person: Person, public_id: str) -> Notice:
    notice = session.scalar(sa.select(Notice).where(Notice.public_id == public_id, Notice.person_id == person.id))
    if notice is None:
        raise NotFound
    return notice


def choose(person: Person, wish: Choices) -> None:
    """Have mails come as wished from now on. What already waits for a digest leaves at the hour now chosen.

    Raises `Invalid` for hours that are no quiet, and for a zone that is not on offer.
    """
    _check(wish)
    with transaction() as session:
        for kind in CHOSEN:
            row = {"person_id": person.id, "kind": kind.key, "rhythm": wish.rhythm(kind)}
            _put(session, NoticeRhythm, row, key=("person_id", "kind"))
        settings = {"zone": wish.zone, "quiet_from": wish.quiet_from, "quiet_until": wish.quiet_until}
        settings |= {"quiet_weekends": wish.quiet_weekends, "digest_hour": wish.digest_hour}
        _put(session, NoticeSettings, {"person_id": person.id, **settings}, key=("person_id",))
        digest.move(person.id, wish)


def _check(wish: Choices) -> None:
    if wish.zone not in ZONES:
        raise Invalid(fields={"zone": _l("Choose one of the list.")})
    if (wish.quiet_from is None) != (wish.quiet_until is None):
        missing = "quiet_until" if wish.quiet_until is None else "quiet_from"
        raise Invalid(fields={missing: _l("Give both hours, or neither.")})
    if wish.quiet_from is not None and wish.quiet_from == wish.quiet_until:
        raise Invalid(fields={"quiet_until": _l("Quiet hours end at another hour than they begin.")})


def person_named(public_id: str) -> Person | None:
    """Whose mails a link names."""
    return db.session.scalar(sa.select(Person).where(Person.public_id == public_id))


def end_mails(public_id: str, kind: str) -> None:
    """End the mails of a kind, or all those that the digest brings, for whom a link names."""
    with transaction() as session:
        person = person_named(public_id)
        if person is not None:
            for key in ended_by(person, kind):
                row = {"person_id": person.id, "kind": key, "rhythm": Rhythm.NEVER}
                _put(session, NoticeRhythm, row, key=("person_id", "kind"))


def ended_by(person: Person, kind: str) -> list[str]:
    """The kinds whose mails a link ends, among those that still come."""
    choices = choices_of(person.id)
    if kind == DIGEST:
        return [one.key for one in CHOSEN if choices.rhythm(one) is Rhythm.DAILY]
    named = kind_named(kind)
    return [named.key] if named is not None and choices.rhythm(named) is not Rhythm.NEVER else []


def forget_old() -> None:
    """Delete what was told more than a year ago."""
    with transaction() as session:
        session.execute(sa.delete(Notice).where(Notice.at < clock.now() - KEPT), execution_options=_AS_IS)


def forget_all_of(person: Person) -> None:
    """Delete everything that was told to someone, inside the present transaction."""
    db.session.execute(sa.delete(Notice).where(Notice.person_id == person.id), execution_options=_AS_IS)


def _put(session: Session, model: Any, row: Mapping[str, Any], *, key: tuple[str, ...]) -> None:
    """Write a row in the place of the one with the same key: two windows may send it at once."""
    flavour: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    changed = {name: value for name, value in row.items() if name not in key}
    session.execute(flavour.insert(model).values(row).on_conflict_do_update(index_elements=key, set_=changed))
