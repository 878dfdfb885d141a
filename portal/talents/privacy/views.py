"""Who sees what of one's own profile, and who looked."""

from __future__ import annotations

from functools import partial

from flask import Response, request, url_for

from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.talents import queries
from portal.talents.looks import queries as looks
from portal.talents.privacy import services
from portal.talents.privacy.blueprint import bp
from portal.talents.privacy.forms import ReadersForm, as_typed
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.csv import csv_response
from portal.web.htmx import render

__all__ = ["bp"]


@bp.get("/readers")
@audience(Entry.TALENTS)
def show_readers() -> Response:
    """Who reads each section, on one page."""
    return _show(None)


@bp.post("/readers")
@audience(Entry.TALENTS)
def save_readers() -> Response:
    """Save every choice at once."""
    person = actor()
    form = ReadersForm().offer(person)
    return carry_out(
        form,
        lambda: services.choose_readers(person, person, form.circles, version=form.read_version, key=form.sending),
        again=partial(_show, form),
        said=lambda: _("From now on, each section is seen by those you chose."),
        then=partial(url_for, "profile.show_profile"),
    )


@bp.get("/looks")
@audience(Entry.TALENTS)
def list_looks() -> Response:
    """Who read what is not open to everyone."""
    page = looks.looks_at(actor(), request.args.get("page", 1, type=int), language())
    return render("privacy/looks.html", page=page)


@bp.get("/looks.csv")
@audience(Entry.TALENTS)
def export_looks() -> Response:
    """The same as a table for a spreadsheet."""
    return csv_response(_("who-looked") + ".csv", looks.table(actor(), language()), language())


def _show(form: ReadersForm | None, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    person = actor()
    if form is None or conflict is not None:
        profile = queries.profile_of(person)
        start = {**as_typed(profile.circles), "version": profile.version}
        form = ReadersForm(formdata=None, data=start).offer(person)
    return render("privacy/readers.html", form=form, conflict=conflict, status=status)
