"""Bringing in a file one already has, line by line; then one's CV, on paper and as a file."""

from __future__ import annotations

from functools import partial

from flask import Response, flash, request, url_for

from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language, ngettext
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
from portal.web.answers import Overtaken, carry_out
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
    return _show_preview(public_id)


@bp.post("/import/<public_id>")
@audience(Entry.TALENTS)
def take_lines(public_id: str) -> Response:
    """Write the chosen lines."""
    person, form = actor(), ChoicesForm()
    choices = read_choices(request.form)
    written: list[int] = []

    def act() -> None:
        kept = services.take(person, person, public_id, choices, language())
        written.append(sum(map(len, kept.before.values())))

    return carry_out(
        form,
        act,
        again=partial(_show_preview, public_id, form, choices),
        said=lambda: ngettext("%(num)d line is on your profile.", "%(num)d lines are on your profile.", written[0]),
        then=partial(url_for, "profile.show_profile"),
    )


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
    public_id: str,
    form: ChoicesForm | None = None,
    choices: Choices | None = None,
    *,
    status: int = 200,
    conflict: Overtaken | None = None,
) -> Response:
    person = actor()
    kept = queries.get_waiting(person, public_id)
    resume = Resume.from_json(kept.resume)
    return render(
        "cv/preview.html",
        kept=kept,
        resume=resume,
        comparison=compare(resume, person, language()),
        form=form or ChoicesForm(),
        choices=choices,
        conflict=conflict,
        words=wording,
        levels=LEVEL,
        spoken_levels=SPOKEN,
        language_name=language_name,
        status=status,
    )
