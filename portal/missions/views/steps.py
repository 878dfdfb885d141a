"""The steps of a mission's life: one address for each, carried out by one service."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, url_for

from portal.core.i18n import gettext as _
from portal.missions import queries, services
from portal.missions.copies import copy_mission
from portal.missions.forms import StepForm
from portal.missions.models import Mission
from portal.missions.views.blueprint import bp
from portal.missions.views.page import carry_out, owner_names, page
from portal.web.access import Entry, actor, audience
from portal.web.htmx import see_other


@bp.post("/missions/<public_id>/submit")
@audience(Entry.EMPLOYEES)
def submit_mission(public_id: str) -> Response:
    """Ask for validation."""
    return carry_out(
        public_id,
        "submit",
        lambda mission, form: services.submit_mission(actor(), mission),
        lambda mission: _("The mission is submitted. Those who validate it were told, and you will be too."),
    )


@bp.post("/missions/<public_id>/publish")
@audience(Entry.EMPLOYEES)
def publish_mission(public_id: str) -> Response:
    """Open it to those it addresses."""
    return carry_out(
        public_id,
        "publish",
        lambda mission, form: services.publish_mission(actor(), mission),
        lambda mission: _("The mission is published. A message was sent to %(names)s.", names=owner_names(mission)),
    )


@bp.post("/missions/<public_id>/request-changes")
@audience(Entry.EMPLOYEES)
def request_changes(public_id: str) -> Response:
    """Send it back with what to change."""
    return carry_out(
        public_id,
        "request_changes",
        lambda mission, form: services.request_changes(actor(), mission, text=form.text.data),
        lambda mission: _("Your request was sent to %(names)s.", names=owner_names(mission)),
    )


@bp.post("/missions/<public_id>/start")
@audience(Entry.EMPLOYEES)
def start_work(public_id: str) -> Response:
    """The work begins."""
    return carry_out(
        public_id,
        "start",
        lambda mission, form: services.start_work(actor(), mission),
        lambda mission: _("The mission has started. It takes no more applications."),
    )


@bp.post("/missions/<public_id>/complete")
@audience(Entry.EMPLOYEES)
def complete_mission(public_id: str) -> Response:
    """The work is done."""
    return carry_out(
        public_id,
        "complete",
        lambda mission, form: services.complete_mission(actor(), mission),
        lambda mission: _("The mission is completed. Everyone who took part was told."),
    )


@bp.post("/missions/<public_id>/close")
@audience(Entry.EMPLOYEES)
def close_mission(public_id: str) -> Response:
    """Nothing is left to do."""
    return carry_out(
        public_id,
        "close",
        lambda mission, form: services.close_mission(actor(), mission),
        lambda mission: _("The mission is closed."),
    )


@bp.post("/missions/<public_id>/cancel")
@audience(Entry.EMPLOYEES)
def cancel_mission(public_id: str) -> Response:
    """Stop it, and say why."""
    return carry_out(
        public_id,
        "cancel",
        lambda mission, form: services.cancel_mission(actor(), mission, text=form.text.data),
        lambda mission: (
            _("The mission is cancelled. Everyone who applied or held a place was told.")
            if mission.published_at
            else _("The mission is cancelled.")
        ),
    )


@bp.post("/missions/<public_id>/accepting")
@audience(Entry.EMPLOYEES)
def set_accepting(public_id: str) -> Response:
    """Open or close applications."""

    def act(mission: Mission, form: Any) -> None:
        services.set_accepting(actor(), mission, form.accepting.data == "yes")

    return carry_out(
        public_id,
        "accepting",
        act,
        lambda mission: (
            _("The mission takes applications again.")
            if mission.accepts_applications
            else _("The mission takes no more applications. Those already sent stay.")
        ),
    )


@bp.post("/missions/<public_id>/copy")
@audience(Entry.EMPLOYEES)
def start_copy(public_id: str) -> Response:
    """Begin again from this one."""
    mission = queries.get_visible(actor(), public_id)
    form = StepForm(prefix="copy")
    if not form.validate():
        return page(mission, status=422)
    made = copy_mission(actor(), mission, key=form.submission_key.data)
    flash(_("A copy is kept as a draft. Read it again before you submit it: its weeks were moved forward."), "good")
    return see_other(url_for("missions.edit_mission", public_id=made.public_id))
