"""The candidates of a mission, for those who own it, and the same answer to several of them."""

from __future__ import annotations

from functools import partial

from flask import Response, url_for

from portal import policies
from portal.applications import notifications, queries, services
from portal.applications.candidates import candidates_board
from portal.applications.forms import BatchForm
from portal.applications.labels import STATES
from portal.applications.models import Application, NotSelectedReason
from portal.applications.views.blueprint import bp
from portal.applications.workflow import APPLICATION
from portal.core.errors import Invalid
from portal.core.i18n import language, ngettext
from portal.missions.models import OPEN_STATES, Mission
from portal.talents.looks.noting import note_when_answered
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.htmx import render


@bp.get("/missions/<public_id>/applications")
@audience(Entry.TALENTS)
def list_candidates(public_id: str) -> Response:
    """Everyone who applied to a mission, by state."""
    return _candidates_page(public_id)


@bp.post("/missions/<public_id>/applications/not-select")
@audience(Entry.TALENTS)
def not_select_several(public_id: str) -> Response:
    """The same answer to several people: first what each will read, then, once confirmed, sent."""
    mission = queries.owned_mission(actor(), public_id)
    form = BatchForm(prefix="batch")
    versions = form.versions
    chosen = queries.candidates_named(mission, list(versions))
    form.name_ticks(chosen)
    is_possible = all(
        APPLICATION.can(actor(), one, "not_select") and one.version == versions[one.public_id] for one in chosen
    )
    if form.validate() and is_possible and not form.confirmed.data:
        return _preview(mission, chosen, form)
    return carry_out(
        form,
        lambda: services.not_select_applications(
            actor(), mission, chosen, reason=form.reason.data, text=form.text.data or "", versions=versions
        ),
        may=partial(services.check_may_choose, actor(), mission),
        again=partial(_candidates_page, public_id, form),
        said=lambda: ngettext("%(num)d person was told.", "%(num)d people were told.", len(chosen)),
        then=partial(url_for, "applications.list_candidates", public_id=public_id),
    )


def _preview(mission: Mission, chosen: list[Application], form: BatchForm) -> Response:
    reason, text = NotSelectedReason(form.reason.data), form.text.data or ""
    try:
        services.check_reason(mission, reason)
    except Invalid as error:
        form.show_errors(error.fields)
        return _candidates_page(mission.public_id, form, status=422)
    mails = [(one, notifications.preview_not_selected(one, reason=reason, text=text)) for one in chosen]
    return render("applications/preview.html", mission=mission, mails=mails, form=form)


def _candidates_page(
    public_id: str, form: BatchForm | None = None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    board = candidates_board(actor(), public_id, language())
    note_when_answered(actor(), board.sights)
    is_fresh = conflict is not None or form is None
    return render(
        "applications/candidates.html",
        status=status,
        board=board,
        form=BatchForm.about(board.others) if is_fresh else form,
        conflict=conflict,
        states=STATES,
        invites=policies.mission_own(actor(), board.mission) and board.mission.state in OPEN_STATES,
    )
