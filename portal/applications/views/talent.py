"""What a talent does: apply, answer an offer, withdraw."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, url_for

from portal.applications import panels, queries, services
from portal.applications.forms import ApplyForm
from portal.applications.views.blueprint import bp
from portal.applications.views.page import carry_out, page
from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.missions.models import Mission
from portal.missions.queries import get_visible as get_mission
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render, see_other


@bp.get("/missions/<public_id>/apply")
@audience(Entry.TALENTS)
def show_apply(public_id: str) -> Response:
    """The application form on a page of its own."""
    mission = get_mission(actor(), public_id)
    return _apply_page(mission, panels.apply_form(actor(), mission, formdata=None))


@bp.post("/missions/<public_id>/apply")
@audience(Entry.TALENTS)
def apply_to_mission(public_id: str) -> Response:
    """Apply."""
    mission = get_mission(actor(), public_id)
    form = panels.apply_form(actor(), mission)
    if not form.validate():
        return _apply_page(mission, form, status=422)
    seat = next(seat for seat in mission.seats if seat.public_id == form.seat.data)
    try:
        application = services.apply_to_seat(
            actor(), seat, message=form.message.data or "", key=form.submission_key.data
        )
    except Invalid as error:
        form.show_errors(error.fields)
        return _apply_page(mission, form, status=422)
    owner = application.mission.owner.full_name
    flash(_("Your application was sent: %(name)s was told, and you have a receipt by mail.", name=owner), "good")
    return see_other(url_for("applications.show_application", public_id=application.public_id))


def _apply_page(mission: Mission, form: ApplyForm, *, status: int = 200) -> Response:
    panel = {"context": panels.apply_context(actor(), mission, form)}
    return render("applications/apply.html", status=status, mission=mission, panel=panel)


@bp.get("/applications/<public_id>")
@audience(Entry.TALENTS)
def show_application(public_id: str) -> Response:
    """Where an application stands, for the talent or for those who choose."""
    return page(queries.get_visible(actor(), public_id))


@bp.post("/applications/<public_id>/accept")
@audience(Entry.TALENTS)
def accept_offer(public_id: str) -> Response:
    """Say yes to an offer."""

    def act(application: Any, form: Any) -> None:
        services.accept_offer(actor(), application)

    said = _("You accepted: the place is kept for you, and those who must clear it were told.")
    return carry_out(public_id, "accept", act, said)


@bp.post("/applications/<public_id>/decline")
@audience(Entry.TALENTS)
def decline_offer(public_id: str) -> Response:
    """Say no to an offer."""

    def act(application: Any, form: Any) -> None:
        services.decline_offer(actor(), application, reason=form.reason.data, text=form.text.data or "")

    return carry_out(public_id, "decline", act, _("You declined the offer. Those who own the mission were told why."))


@bp.post("/applications/<public_id>/withdraw")
@audience(Entry.TALENTS)
def withdraw_application(public_id: str) -> Response:
    """Leave."""

    def act(application: Any, form: Any) -> None:
        services.withdraw_application(actor(), application, text=form.text.data or "")

    return carry_out(public_id, "withdraw", act, _("You withdrew. Those who own the mission were told."))
