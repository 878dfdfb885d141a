"""The addresses that take notes on a candidate."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, url_for

from portal.applications.notes import queries, services
from portal.applications.notes.forms import NoteForm
from portal.applications.queries import get_visible
from portal.core.i18n import gettext as _
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import VersionedForm
from portal.web.htmx import render

bp = Blueprint("notes", __name__)


@bp.post("/applications/<public_id>/notes")
@audience(Entry.EMPLOYEES)
def write_note(public_id: str) -> Response:
    """Keep a few words on a candidate."""
    application = get_visible(actor(), public_id)
    form = NoteForm(prefix="note")
    return carry_out(
        form,
        lambda: services.write_note(actor(), application, form.text.data or "", key=form.sending),
        may=partial(services.check_may_note, actor(), application),
        again=partial(_first_page, public_id, form),
        said=lambda: _("Your note is kept. Only those who own the mission read it."),
        then=partial(_back, public_id),
    )


@bp.get("/notes/<public_id>")
@audience(Entry.EMPLOYEES)
def show_note(public_id: str) -> Response:
    """The form that changes one's note."""
    return _edit_page(public_id)


@bp.post("/notes/<public_id>")
@audience(Entry.EMPLOYEES)
def edit_note(public_id: str) -> Response:
    """Change one's note."""
    note = queries.get_note(actor(), public_id)
    form = NoteForm(prefix="note")
    return carry_out(
        form,
        lambda: services.edit_note(actor(), note, form.text.data or "", version=form.read_version),
        may=partial(services.check_is_author, actor(), note),
        again=partial(_edit_page, public_id, form),
        said=lambda: _("Your note is changed, and its readers see that it was."),
        then=partial(_back, note.application.public_id),
    )


@bp.post("/notes/<public_id>/remove")
@audience(Entry.EMPLOYEES)
def remove_note(public_id: str) -> Response:
    """Take one's note away."""
    note = queries.get_note(actor(), public_id)
    form = VersionedForm(prefix="removal")
    return carry_out(
        form,
        lambda: services.remove_note(actor(), note, version=form.read_version),
        may=partial(services.check_is_author, actor(), note),
        again=partial(_edit_page, public_id),
        said=lambda: _("Your note is removed. That there was one stays."),
        then=partial(_back, note.application.public_id),
    )


def _back(public_id: str) -> str:
    return url_for("applications.show_application", public_id=public_id, _anchor="notes")


def _edit_page(
    public_id: str, form: NoteForm | None = None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    note = queries.get_note(actor(), public_id)
    services.check_is_author(actor(), note)
    if form is None or conflict is not None:
        form = NoteForm(prefix="note", formdata=None, text=note.text, version=str(note.version))
    return render(
        "notes/note.html", status=status, application=note.application, note=note, form=form, conflict=conflict
    )


def _first_page(public_id: str, form: NoteForm, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    application = get_visible(actor(), public_id)
    return render("notes/note.html", status=status, application=application, note=None, form=form, conflict=conflict)
