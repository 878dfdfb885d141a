"""Writing notes on a candidate. Each verb is one transaction, and leaves its trace on the note, without its words."""

from __future__ import annotations

from sqlalchemy.orm import Session

from portal import policies
from portal.applications.models import Application
from portal.applications.notes.models import Note
from portal.applications.notes.queries import notes_to_forget
from portal.core import audit, clock, submission
from portal.core.errors import Conflict, Forbidden
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.organization.models import Person

_EMPTY = _l("Write something first.")


def check_may_note(actor: Person, application: Application) -> None:
    """Raise `Forbidden` unless `actor` owns the mission; nobody notes anything on themselves."""
    if not policies.application_choose(actor, application):
        raise Forbidden(_l("Only those who own the mission read and write notes."), code="application.note")


def check_is_author(actor: Person, note: Note) -> None:
    """Raise `Forbidden` unless `actor` wrote it and still owns the mission."""
    check_may_note(actor, note.application)
    if note.by_id != actor.id:
        raise Forbidden(_l("Only who wrote a note changes it."), code="application.note")


def write_note(actor: Person, application: Application, text: str, *, key: str | None = None) -> Note:
    """Keep a few words on a candidate. Nobody is told. Raises `Forbidden`, `Invalid` when there are none."""
    check_may_note(actor, application)
    text = checked_text(text, "text", required=_EMPTY)

    def make(session: Session) -> Note:
        note = Note(application_id=application.id, by_id=actor.id, text=text)
        session.add(note)
        session.flush()
        audit.record(actor, note, "write")
        return note

    return submission.once(actor, key, Note, make)


def edit_note(actor: Person, note: Note, text: str, *, version: int | None = None) -> Note:
    """Write it anew; its readers see that it changed. Raises `Forbidden`, `Invalid`, and `Conflict` when stale."""
    check_is_author(actor, note)
    text = checked_text(text, "text", required=_EMPTY)
    with transaction():
        _check_stands(note, version)
        note.text, note.edited_at = text, clock.now()
        audit.record(actor, note, "edit")
    return note


def remove_note(actor: Person, note: Note, *, version: int | None = None) -> Note:
    """Take the words away; that there was a note stays. Raises `Forbidden`, and `Conflict` when stale."""
    check_is_author(actor, note)
    with transaction():
        _check_stands(note, version)
        note.text, note.removed_at = "", clock.now()
        audit.record(actor, note, "remove")
    return note


def _check_stands(note: Note, version: int | None) -> None:
    note.expect(version)
    if note.removed_at is not None:
        raise Conflict(_l("This note was removed meanwhile."), code="note.removed")


def forget_notes() -> int:
    """Take away the words of notes on applications that ended long ago. Returns how many."""
    with transaction():
        notes = notes_to_forget()
        for note in notes:
            note.text, note.removed_at = "", clock.now()
            audit.record(None, note, "forget")
    return len(notes)
