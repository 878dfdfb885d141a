"""Bringing in a file one already has, line by line; then one's CV, on paper and as a file."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language, ngettext
from portal.organization.models import Person
from portal.talents.cv import out_views, queries, services, wording
from portal.talents.cv.blueprint import bp
from portal.talents.cv.comparing import compare
from portal.talents.cv.example import TITLES, rows
from portal.talents.cv.forms import ChoicesForm, FileForm, read_choices
from portal.talents.cv.models import UNDOABLE
from portal.talents.cv.reading import read
from portal.talents.cv.resume import Resume
from portal.talents.cv.services import Choices
from portal.talents.labels import LEVEL, SPOKEN
from portal.talents.wording import language_name
from portal.web.access import Entry, actor, audience
from portal.web.csv import csv_response
from portal.web.htmx import render, see_other

# Importing the views of what goes out is what gives them their addresses.
__all__ = ["bp", "out_views"]


@bp.teardown_request
def close_file(error: BaseException | None) -> None:
    """A large file is a temporary one: let go of it with the request."""
    request.close()


@bp.get("/import")
@audience(Entry.TALENTS)
def show_import() -> Response:
    """The form that takes a file."""
    return _show_form(FileForm(data={"lang": language()}), 200)


@bp.get("/import/example.csv")
@audience(Entry.TALENTS)
def download_example() -> Response:
    """A table to start from, with titles in the reader's language."""
    return csv_response(_("my-skills") + ".csv", rows(language()), language())


@bp.post("/import")
@audience(Entry.TALENTS)
def send_file() -> Response:
    """Read a file. One that cannot be read is not kept: the form says why."""
    form = FileForm()
    person = actor()
    if form.validate_on_submit():
        try:
            resume = read(form.file.data.read(), form.file.data.filename or "", form.lang.data)
        except Invalid as error:
            form.show_errors(error.fields)
        else:
            kept = services.keep(person, person, resume)
            return see_other(url_for("cv.show_preview", public_id=kept.public_id))
    return _show_form(form, 422)


@bp.get("/import/<public_id>")
@audience(Entry.TALENTS)
def show_preview(public_id: str) -> Response:
    """The file beside the profile, nothing written yet."""
    return _show_preview(actor(), public_id, 200)


@bp.post("/import/<public_id>")
@audience(Entry.TALENTS)
def take_lines(public_id: str) -> Response:
    """Write the chosen lines."""
    person, form = actor(), ChoicesForm()
    choices = read_choices(request.form)
    if not form.validate():
        return _show_preview(person, public_id, 422, form, choices)
    try:
        kept = services.take(person, person, public_id, choices, language())
    except Invalid as error:
        form.show_errors(error.fields)
        return _show_preview(person, public_id, 422, form, choices)
    except Conflict as error:
        return _show_preview(person, public_id, 409, form, choices, overtaken=error.message)
    count = sum(map(len, kept.before.values()))
    flash(ngettext("%(num)d line is on your profile.", "%(num)d lines are on your profile.", count), "good")
    return see_other(url_for("profile.show_profile"))


@bp.post("/import/<public_id>/discard")
@audience(Entry.TALENTS)
def discard_file(public_id: str) -> Response:
    """Put the file aside."""
    person = actor()
    services.discard(person, person, public_id)
    flash(_("The file was put aside. Nothing was written."), "info")
    return see_other(url_for("cv.show_import"))


@bp.post("/import/<public_id>/undo")
@audience(Entry.TALENTS)
def undo_import(public_id: str) -> Response:
    """Put things back as they were before the file."""
    person = actor()
    left = services.undo(person, person, public_id)
    if left:
        flash(
            ngettext(
                "%(num)d line had changed since and was left as it is; the others are as before.",
                "%(num)d lines had changed since and were left as they are; the others are as before.",
                left,
            ),
            "info",
        )
    else:
        flash(_("Your profile is as it was before the file."), "good")
    return see_other(url_for("profile.show_profile"))


def _show_form(form: FileForm, status: int) -> Response:
    return render(
        "cv/import.html",
        form=form,
        last=queries.last_taken(actor()),
        undoable=UNDOABLE,
        titles=TITLES[language()],
        sources=wording.SOURCE,
        status=status,
    )


def _show_preview(
    person: Person,
    public_id: str,
    status: int,
    form: ChoicesForm | None = None,
    choices: Choices | None = None,
    *,
    overtaken: object = None,
) -> Response:
    kept = queries.get_waiting(person, public_id)
    resume = Resume.from_json(kept.resume)
    return render(
        "cv/preview.html",
        kept=kept,
        resume=resume,
        comparison=compare(resume, person, language()),
        form=form or ChoicesForm(),
        choices=choices,
        overtaken=overtaken,
        words=wording,
        levels=LEVEL,
        spoken_levels=SPOKEN,
        language_name=language_name,
        status=status,
    )
