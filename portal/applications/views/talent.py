"""Applying to a mission."""

from __future__ import annotations

from functools import partial

from flask import Response, url_for

from portal.applications import panels, services
from portal.applications.forms import ApplyForm
from portal.applications.models import Application
from portal.applications.views.blueprint import bp
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.missions.queries import get_visible as get_mission
from portal.missions.sheet import read_sheet
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.htmx import render


@bp.get("/missions/<public_id>/apply")
@audience(Entry.TALENTS)
def show_apply(public_id: str) -> Response:
    """The application form on a page of its own."""
    return _apply_page(public_id)


@bp.post("/missions/<public_id>/apply")
@audience(Entry.TALENTS)
def apply_to_mission(public_id: str) -> Response:
    """Apply."""
    mission = get_mission(actor(), public_id)
    form = panels.apply_form(actor(), mission)
    sent: list[Application] = []

    def act() -> None:
        seat = next(seat for seat in mission.seats if seat.public_id == form.seat.data)
        message, key = form.message.data or "", form.sending
        sent.append(services.apply_to_seat(actor(), seat, message=message, key=key))

    return carry_out(
        form,
        act,
        may=partial(services.check_is_addressed, actor(), mission),
        again=partial(_apply_page, public_id, form),
        said=lambda: _(
            "Your application was sent: %(name)s was told, and you have a receipt by mail.",
            name=sent[0].mission.owner.full_name,
        ),
        then=lambda: url_for("applications.show_application", public_id=sent[0].public_id),
    )


def _apply_page(
    public_id: str, form: ApplyForm | None = None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    mission = read_sheet(actor(), public_id, language())
    if conflict or form is None:
        form = panels.apply_form(actor(), mission, formdata=None)
    panel = {"context": panels.apply_context(actor(), mission, form)}
    return render("applications/apply.html", status=status, mission=mission, panel=panel, conflict=conflict)
