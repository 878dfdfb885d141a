"""The library as a file: out, and in again after reading what it would change. What vocabularies brought in."""

from __future__ import annotations

from flask import Response, flash, url_for

from portal.accounts.models import Role
from portal.core import uploads
from portal.core.errors import Conflict, NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.tables import Table, read_table
from portal.librarian import labels, queries
from portal.librarian.forms import FileForm, PressForm
from portal.librarian.telling import tell_operations
from portal.librarian.views.blueprint import bp, page, tell
from portal.skills.library import table
from portal.web.access import actor, audience
from portal.web.htmx import see_other

ROOM = "library-files"
SHOWN = 200


@bp.get("/file")
@audience(Role.HR)
def show_file() -> Response:
    """The form that takes a file, and the way to get one."""
    return _form(FileForm(), 200)


def _form(form: FileForm, status: int, found: table.Plan | None = None) -> Response:
    last = queries.last_vocabulary()
    return page(
        "librarian/file.html",
        "file",
        form=form,
        problems=found.problems if found is not None else [],
        shown=SHOWN,
        titles=table.TITLES,
        last=tell_operations([last], language())[0] if last is not None else None,
        status=status,
    )


@bp.post("/file")
@audience(Role.HR)
def send_file() -> Response:
    """Read the file. A wrong one is not kept: what is wrong is shown, line by line."""
    form = FileForm()
    if not form.validate_on_submit():
        return _form(form, 422)
    data: bytes = form.file.data.read()
    found = table.plan(_read(data))
    if found.problems:
        return _form(form, 422, found)
    return see_other(url_for("librarian.preview_file", token=uploads.keep(ROOM, actor().id, {"table": data})))


def _read(data: bytes) -> Table:
    return read_table(data, table.COLUMNS)


def _kept(token: str) -> Table:
    files = uploads.find(ROOM, actor().id, token)
    if "table" not in files:
        raise NotFound
    return _read(files["table"])


@bp.get("/file/<token>")
@audience(Role.HR)
def preview_file(token: str) -> Response:
    """What writing the file would do."""
    return _preview(token, 200)


def _preview(token: str, status: int, refusal: object = None) -> Response:
    read = _kept(token)
    return page(
        "librarian/file_preview.html",
        "file",
        token=token,
        table=read,
        plan=table.plan(read),
        shown=SHOWN,
        fields=labels.COLUMNS,
        form=PressForm(formdata=None),
        refusal=refusal,
        status=status,
    )


@bp.post("/file/<token>/confirm")
@audience(Role.HR)
def confirm_file(token: str) -> Response:
    """Write the file. Twice is harmless: the second finds it written."""
    person = actor()
    try:
        read = _kept(token)
    except NotFound as error:
        flash(str(error.message), "info")
        return see_other(url_for("librarian.show_file"))
    try:
        operation = table.bring_in(person, read, key=PressForm().sending)
    except Conflict as error:
        return _preview(token, 409, error.message)
    uploads.discard(ROOM, person.id, token)
    if operation is None:
        flash(_("The library already says what this file says: nothing was written."), "info")
        return see_other(url_for("librarian.show_file"))
    tell(operation)
    return see_other(url_for("librarian.show_operation", public_id=operation.public_id))


@bp.post("/file/<token>/discard")
@audience(Role.HR)
def discard_file(token: str) -> Response:
    """Put the file aside: it is deleted, and nothing is written."""
    uploads.discard(ROOM, actor().id, token)
    flash(_("The file was put aside. Nothing was written."), "info")
    return see_other(url_for("librarian.show_file"))
