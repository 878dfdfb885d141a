"""Bringing people in from the browser: send a file, read what it would do, write it or put it aside."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from portal.accounts.models import Role
from portal.administration import services, uploads
from portal.administration.forms import ConfirmForm, PeopleForm
from portal.administration.labels import FIELDS
from portal.administration.people_import.plan import Export, Options, Plan
from portal.administration.uploads import Upload
from portal.administration.views.blueprint import bp
from portal.core.errors import NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.web.access import actor, audience
from portal.web.csv import csv_response
from portal.web.htmx import render, see_other

SHOWN = 200
SHOWN_PROBLEMS = 1000


@bp.teardown_request
def close_uploads(error: BaseException | None) -> None:
    """A large upload is a temporary file: let go of it with the request."""
    request.close()


@bp.get("/administration/people")
@audience(Role.HR, Role.ADMINISTRATOR)
def show_people_import() -> Response:
    """The form that takes a file."""
    return _show_form(PeopleForm(), 200)


@bp.get("/administration/people/example.csv")
@audience(Role.HR, Role.ADMINISTRATOR)
def download_example() -> Response:
    """A file to start from, with titles in the reader's language."""
    return csv_response(_("people") + ".csv", services.example_rows(language()), language())


@bp.post("/administration/people")
@audience(Role.HR, Role.ADMINISTRATOR)
def send_people() -> Response:
    """Read the file. A bad one is not kept: its problems are shown."""
    form = PeopleForm()
    if not form.validate_on_submit():
        return _show_form(form, 422)
    people, units = form.contents()
    upload = Upload(people, units, bool(form.leavers.data), bool(form.invite.data))
    export, plan = _plan(upload)
    if plan.problems:
        return _show_form(form, 422, export, plan)
    return see_other(url_for("administration.preview_people", token=uploads.keep(actor(), upload)))


@bp.get("/administration/people/<token>")
@audience(Role.HR, Role.ADMINISTRATOR)
def preview_people(token: str) -> Response:
    """What writing the file would do."""
    return _show_preview(token, uploads.find(actor(), token), 200)


@bp.post("/administration/people/<token>/confirm")
@audience(Role.HR, Role.ADMINISTRATOR)
def confirm_people(token: str) -> Response:
    """Write the file. Twice is harmless: the second finds it written."""
    person = actor()
    try:
        upload = uploads.find(person, token)
    except NotFound as error:
        flash(str(error.message), "info")
        return see_other(url_for("administration.show_people_import"))
    plan = services.import_people(person, services.read_export(upload.people, upload.units), _options(upload))
    if plan.problems:
        return _show_preview(token, upload, 409)
    uploads.discard(person, token)
    flash(
        _(
            "The file is written. People created: %(created)s, changed: %(changed)s, marked as having left: %(left)s.",
            created=len(plan.created),
            changed=len(plan.changed),
            left=len(plan.leavers),
        ),
        "good",
    )
    return see_other(url_for("administration.show_people_import"))


@bp.post("/administration/people/<token>/discard")
@audience(Role.HR, Role.ADMINISTRATOR)
def discard_people(token: str) -> Response:
    """Put the file aside: it is deleted, and nothing is written."""
    uploads.discard(actor(), token)
    flash(_("The file was put aside. Nothing was written."), "info")
    return see_other(url_for("administration.show_people_import"))


def _options(upload: Upload) -> Options:
    return Options(leavers=upload.leavers, invite=upload.invite)


def _plan(upload: Upload) -> tuple[Export, Plan]:
    export = services.read_export(upload.people, upload.units)
    return export, services.preview_people(actor(), export, _options(upload))


def _show_form(form: PeopleForm, status: int, export: Export | None = None, plan: Plan | None = None) -> Response:
    return render(
        "administration/people_import.html",
        form=form,
        export=export,
        problems=plan.problems if plan else [],
        shown=SHOWN_PROBLEMS,
        status=status,
    )


def _show_preview(token: str, upload: Upload, status: int) -> Response:
    export, plan = _plan(upload)
    return render(
        "administration/people_preview.html",
        token=token,
        form=ConfirmForm(),
        upload=upload,
        export=export,
        plan=plan,
        fields=FIELDS,
        shown=SHOWN,
        shown_problems=SHOWN_PROBLEMS,
        status=status,
    )
