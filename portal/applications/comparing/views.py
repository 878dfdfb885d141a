"""Choosing whom to compare, and the comparison."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, request, url_for

from portal.applications import queries, services
from portal.applications.batch.forms import BatchForm
from portal.applications.comparing.table import FEWEST, MOST, compare
from portal.applications.labels import STATES
from portal.applications.views.owner import candidates_page
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import language
from portal.core.i18n import lazy_gettext as _l
from portal.talents.looks.noting import note_when_answered
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render, see_other

bp = Blueprint("comparing", __name__)


@bp.post("/missions/<public_id>/applications/compare")
@audience(Entry.EMPLOYEES)
def choose(public_id: str) -> Response:
    """The boxes that were ticked become the address of a comparison. Nothing is written."""
    mission = queries.owned_mission(actor(), public_id)
    services.check_may_choose(actor(), mission)
    form = BatchForm(prefix="batch")
    chosen = queries.candidates_named(mission, list(form.versions))
    form.name_ticks(chosen)
    if not FEWEST <= len(chosen) <= MOST or len({one.seat_id for one in chosen}) > 1:
        sentence = _l("To compare, tick two to four people who ask for the same place.")
        form.show_errors({"applications": sentence})
        return candidates_page(public_id, form, status=422)
    address = partial(url_for, "comparing.show_comparison", public_id=public_id)
    return see_other(address(one=[one.public_id for one in chosen]))


@bp.get("/missions/<public_id>/applications/compare")
@audience(Entry.EMPLOYEES)
def show_comparison(public_id: str) -> Response:
    """Two to four candidates for the same place, beside each other."""
    reader = actor()
    mission = queries.owned_mission(reader, public_id)
    services.check_may_choose(reader, mission)
    try:
        table = compare(reader, mission, request.args.getlist("one"), language())
    except Invalid as error:
        raise NotFound from error
    note_when_answered(reader, {one.person_id: one.sight for one in table.people})
    return render("comparing/comparison.html", mission=mission, table=table, states=STATES)
