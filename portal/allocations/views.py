"""The page where a talent and an owner follow a request for time, and answer other terms."""

from __future__ import annotations

from flask import Blueprint, Response, flash, url_for

from portal.allocations import queries, services
from portal.allocations.forms import AnswerForm
from portal.allocations.history import history_of, records_of
from portal.allocations.path import steps_of
from portal.allocations.workflow import AUTHORIZATION
from portal.core.i18n import gettext as _
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render, see_other

bp = Blueprint("allocations", __name__)


@bp.get("/authorizations/<public_id>")
@audience(Entry.TALENTS)
def show_authorization(public_id: str) -> Response:
    """Where a request for time stands."""
    return _page(public_id, AnswerForm())


@bp.post("/authorizations/<public_id>/accept")
@audience(Entry.TALENTS)
def accept_counter(public_id: str) -> Response:
    """Say yes to other terms."""
    authorization = queries.get_visible(actor(), public_id)
    form = AnswerForm()
    if not form.validate():
        return _page(public_id, form, status=422)
    if services.accept_counter(actor(), authorization, version=form.read_version):
        flash(_("Both sides agree: the time is authorized, and the manager was told."), "good")
    else:
        flash(_("You said yes. The other side was told and must now answer."), "good")
    return see_other(url_for("allocations.show_authorization", public_id=public_id))


@bp.post("/authorizations/<public_id>/decline")
@audience(Entry.TALENTS)
def decline_counter(public_id: str) -> Response:
    """Say no to other terms."""
    authorization = queries.get_visible(actor(), public_id)
    form = AnswerForm()
    if not form.validate():
        return _page(public_id, form, status=422)
    services.decline_counter(actor(), authorization, text=form.text.data or "", version=form.read_version)
    flash(_("You said no to these terms. The first request went back to the manager, who was told."), "good")
    return see_other(url_for("allocations.show_authorization", public_id=public_id))


def _page(public_id: str, form: AnswerForm, *, status: int = 200) -> Response:
    authorization = queries.get_visible(actor(), public_id)
    if form.version.data in (None, ""):
        form.version.data = str(authorization.version)
    return render(
        "allocations/authorization.html",
        status=status,
        authorization=authorization,
        form=form,
        steps=steps_of(authorization, actor()),
        history=history_of(records_of(authorization)),
        can_answer=AUTHORIZATION.can(actor(), authorization, "accept_counter") and not _already_yes(authorization),
    )


def _already_yes(authorization: queries.Authorization) -> bool:
    counter = authorization.counter
    if counter is None:
        return True
    mine = authorization.person_id == actor().id
    return (counter.talent_accepted_at if mine else counter.owner_accepted_at) is not None
