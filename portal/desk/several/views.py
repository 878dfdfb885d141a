"""The page where several requests are weighed, and authorized together."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from flask import Blueprint, Response, flash, request, url_for

from portal.allocations import queries, rows
from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.desk.several.forms import PICK, VERSION, SeveralForm
from portal.desk.several.page import weigh
from portal.desk.several.services import Outcome, authorize_several
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.htmx import render

bp = Blueprint("several", __name__)

MOST = 30


@bp.get("/desk/several")
@audience(Entry.EMPLOYEES)
def show_several() -> Response:
    """Pick some: what they do together, and what the others would do beside them."""
    return _page(request.args.getlist(PICK))


@bp.post("/desk/several/authorize")
@audience(Entry.EMPLOYEES)
def authorize() -> Response:
    """Give the time of those that are picked."""
    form = SeveralForm(prefix="several")
    picked = form.picked[:MOST]
    found = [queries.get_for_the_desk(actor(), public_id) for public_id in picked]
    names = {one.public_id: one.person.full_name for one in found}
    outcomes: list[Outcome] = []

    def act() -> None:
        if not found:
            raise Invalid(_("Pick one request at least."), code="several.none")
        outcomes.append(authorize_several(actor(), found, versions=form.versions, note=form.note.data or ""))

    def said() -> str:
        outcome = outcomes[-1]
        for public_id, why in outcome.left.items():
            flash(_("%(name)s: not authorized. %(why)s", name=names[public_id], why=why), "todo")
        done = [names[public_id] for public_id in outcome.done]
        if not done:
            return _("Nothing was authorized.")
        return ngettext(
            "%(num)d request authorized: %(names)s. Everyone concerned was told.",
            "%(num)d requests authorized: %(names)s. Everyone concerned was told.",
            len(done),
            names=", ".join(done),
        )

    return carry_out(
        form,
        act,
        again=partial(_page, picked, form),
        said=said,
        then=partial(url_for, "several.show_several"),
        foretells=True,
    )


def _page(
    picked: Collection[str],
    form: SeveralForm | None = None,
    *,
    status: int = 200,
    conflict: Overtaken | None = None,
) -> Response:
    several = weigh(rows.waiting_for(actor())[:MOST], picked)
    return render(
        "desk/several.html",
        status=status,
        several=several,
        form=form if form is not None else SeveralForm(prefix="several", formdata=None),
        pick=PICK,
        version=VERSION,
        conflict=conflict,
    )
