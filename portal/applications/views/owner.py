"""What those who own a mission do with its candidates, one by one or several at once."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, url_for

from portal.applications import notifications, queries, services
from portal.applications.candidates import candidates_board
from portal.applications.forms import BatchForm
from portal.applications.labels import STATES
from portal.applications.models import Application, NotSelectedReason
from portal.applications.views.blueprint import bp
from portal.applications.views.page import carry_out
from portal.applications.workflow import APPLICATION
from portal.core.errors import Conflict
from portal.core.i18n import gettext as _
from portal.core.i18n import language, ngettext
from portal.missions.models import Mission
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render, see_other


@bp.post("/applications/<public_id>/review")
@audience(Entry.TALENTS)
def review_application(public_id: str) -> Response:
    """Start reading."""

    def act(application: Any, form: Any) -> None:
        services.review_application(actor(), application)

    said = _("The application is under review, and the talent was told so.")
    return carry_out(public_id, "review", act, said, versioned=True)


@bp.post("/applications/<public_id>/shortlist")
@audience(Entry.TALENTS)
def shortlist_application(public_id: str) -> Response:
    """Keep for the final choice."""

    def act(application: Any, form: Any) -> None:
        services.shortlist_application(actor(), application)

    said = _("Shortlisted. The talent does not see that: they read that their application is under review.")
    return carry_out(public_id, "shortlist", act, said, versioned=True)


@bp.post("/applications/<public_id>/hold")
@audience(Entry.TALENTS)
def hold_application(public_id: str) -> Response:
    """Put off until a day."""

    def act(application: Any, form: Any) -> None:
        services.hold_application(actor(), application, until=form.until.data)

    said = _("On hold: the talent was told until when.")
    return carry_out(public_id, "hold", act, said, versioned=True)


@bp.post("/applications/<public_id>/offer")
@audience(Entry.TALENTS)
def offer_place(public_id: str) -> Response:
    """Offer a place on these terms."""

    def act(application: Any, form: Any) -> None:
        services.offer_place(
            actor(),
            application,
            percent=form.percent.data,
            first_week=form.first_week.data,
            last_week=form.last_week.data,
            message=form.message.data or "",
            why=form.why.data or "",
            version=form.read_version,
        )

    said = _("The offer was sent: the talent has five working days to answer.")
    return carry_out(public_id, "offer", act, said, versioned=True)


@bp.post("/applications/<public_id>/not-select")
@audience(Entry.TALENTS)
def not_select_application(public_id: str) -> Response:
    """Choose someone else."""

    def act(application: Any, form: Any) -> None:
        services.not_select_application(actor(), application, reason=form.reason.data, text=form.text.data or "")

    said = _("The talent was told, with your reason and your message.")
    return carry_out(public_id, "not_select", act, said, versioned=True)


@bp.get("/missions/<public_id>/applications")
@audience(Entry.TALENTS)
def list_candidates(public_id: str) -> Response:
    """Everyone who applied to a mission, by state."""
    return _candidates_page(queries.owned_mission(actor(), public_id))


@bp.post("/missions/<public_id>/applications/not-select")
@audience(Entry.TALENTS)
def not_select_several(public_id: str) -> Response:
    """The same answer to several people: first what each will read, then, once confirmed, sent."""
    mission = queries.owned_mission(actor(), public_id)
    form = BatchForm(prefix="batch")
    if not form.validate():
        return _candidates_page(mission, form, status=422)
    chosen = queries.candidates_named(mission, form.applications.data or [])
    try:
        for application in chosen:
            APPLICATION.check(actor(), application, "not_select")
        if not form.confirmed.data:
            return _preview(mission, chosen, form)
        services.not_select_applications(actor(), chosen, reason=form.reason.data, text=form.text.data or "")
    except Conflict as error:
        return _candidates_page(queries.owned_mission(actor(), public_id), status=409, conflict=error.message)
    flash(ngettext("%(num)d person was told.", "%(num)d people were told.", len(chosen)), "good")
    return see_other(url_for("applications.list_candidates", public_id=public_id))


def _preview(mission: Mission, chosen: list[Application], form: BatchForm) -> Response:
    reason, text = NotSelectedReason(form.reason.data), form.text.data or ""
    mails = [(one, notifications.preview_not_selected(one, reason=reason, text=text)) for one in chosen]
    return render("applications/preview.html", mission=mission, mails=mails, form=form)


def _candidates_page(
    mission: Mission, form: BatchForm | None = None, *, status: int = 200, conflict: Any = None
) -> Response:
    board = candidates_board(actor(), mission, language())
    return render(
        "applications/candidates.html",
        status=status,
        mission=mission,
        board=board,
        form=form or BatchForm(formdata=None, prefix="batch"),
        conflict=conflict,
        states=STATES,
    )
