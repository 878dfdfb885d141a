"""Pilots: the list, one pilot, its writing and its rules."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, url_for

from portal import policies
from portal.accounts.models import Role
from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.extensions import db
from portal.organization.queries import units
from portal.organization.records import records_of
from portal.pilots import queries, services
from portal.pilots.extensions import pilot_panels
from portal.pilots.forms import AdvanceForm, PilotForm, RulesForm
from portal.pilots.labels import HISTORY, STATE, TONE
from portal.pilots.models import Pilot, PilotState
from portal.pilots.workflow import PILOT
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render, see_other

bp = Blueprint("pilots", __name__)


@bp.get("/pilots")
@audience(Entry.EMPLOYEES)
def list_pilots() -> Response:
    """Every pilot."""
    return render(
        "pilots/list.html",
        pilots=queries.list_visible(actor()),
        states=STATE,
        tones=TONE,
        may_write=policies.pilot_write(actor()),
    )


@bp.get("/pilots/<public_id>")
@audience(Entry.EMPLOYEES)
def show_pilot(public_id: str) -> Response:
    """One pilot: scope, rules, history, and what is done inside it."""
    return _show(queries.get_visible(actor(), public_id), RulesForm(formdata=None))


def _show(pilot: Pilot, rules_form: RulesForm, *, status: int = 200) -> Response:
    if not rules_form.is_submitted():
        rules_form.process(obj=pilot.current_rules, version=str(pilot.version))
    steers = policies.pilot_steer(actor(), pilot)
    return render(
        "pilots/pilot.html",
        status=status,
        pilot=pilot,
        states=STATE,
        tones=TONE,
        actions=PILOT.available(actor(), pilot),
        advance_form=AdvanceForm(formdata=None, version=str(pilot.version)),
        rules_form=rules_form,
        may_change_rules=steers and pilot.state not in (PilotState.STOPPED, PilotState.GENERALISED),
        may_edit=steers and pilot.state is PilotState.DRAFT,
        panels=[panel for make in pilot_panels if (panel := make(actor(), pilot)) is not None],
        history=[
            {
                "at": record.at,
                "who": record.who or "Transverse",
                "what": HISTORY[record.action] % {"number": record.data.get("number", "")},
                "detail": record.text or "",
            }
            for record in records_of((Pilot.__tablename__, pilot.id))
        ],
    )


@bp.route("/pilots/new", methods=["GET", "POST"])
@audience(Role.HR, Role.PILOT_SPONSOR)
def draft_pilot() -> Response:
    """Write a pilot and its first rules."""
    form, rules = _pilot_form(), RulesForm(prefix="rules-")
    if not form.is_submitted():
        rules.max_percent.data, rules.max_weeks.data, rules.counts_in_review.data = 20, 8, True
    elif form.validate() & rules.validate():
        try:
            pilot = services.draft_pilot(actor(), form.pilot_data(), rules.rules_data(), key=form.submission_key.data)
        except Invalid as error:
            form.show_errors(error.fields)
        else:
            flash(_("The draft is written. Human resources can approve it."), "good")
            return see_other(url_for("pilots.show_pilot", public_id=pilot.public_id))
    return render("pilots/form.html", form=form, rules=rules, pilot=None, status=422 if form.is_submitted() else 200)


@bp.route("/pilots/<public_id>/edit", methods=["GET", "POST"])
@audience(Role.HR, Role.PILOT_SPONSOR)
def edit_pilot(public_id: str) -> Response:
    """Rewrite a draft."""
    pilot = queries.get_visible(actor(), public_id)
    if not policies.pilot_steer(actor(), pilot):
        abort(403)
    form = _pilot_form(pilot)
    if form.validate_on_submit():
        try:
            services.edit_pilot(actor(), pilot, form.pilot_data(), version=form.read_version)
        except Invalid as error:
            form.show_errors(error.fields)
        else:
            flash(_("The draft is changed."), "good")
            return see_other(url_for("pilots.show_pilot", public_id=public_id))
    return render("pilots/form.html", form=form, rules=None, pilot=pilot, status=422 if form.is_submitted() else 200)


@bp.post("/pilots/<public_id>/rules")
@audience(Entry.EMPLOYEES)
def change_rules(public_id: str) -> Response:
    """Write the next version of the rules."""
    pilot = queries.get_visible(actor(), public_id)
    form = RulesForm()
    if not form.validate():
        return _show(pilot, form, status=422)
    written = services.change_rules(actor(), pilot, form.rules_data(), version=form.read_version)
    flash(
        _("Version %(number)s of the rules is in force. Decisions already taken keep theirs.", number=written.number),
        "good",
    )
    return see_other(url_for("pilots.show_pilot", public_id=public_id))


@bp.post("/pilots/<public_id>/<any(approve, start, evaluate, extend, generalise, stop):name>")
@audience(Entry.EMPLOYEES)
def advance_pilot(public_id: str, name: str) -> Response:
    """Move a pilot on."""
    pilot = queries.get_visible(actor(), public_id)
    form = AdvanceForm()
    if not form.validate():
        return _show(pilot, RulesForm(formdata=None), status=422)
    services.advance_pilot(actor(), pilot, name, text=form.text.data or "", version=form.read_version)
    flash(_("Done: the pilot is now “%(state)s”.", state=STATE[pilot.state]), "good")
    return see_other(url_for("pilots.show_pilot", public_id=public_id))


def _pilot_form(pilot: Pilot | None = None) -> Any:
    values: dict[str, Any] = {}
    if pilot is not None:
        values = {
            "sponsor": pilot.sponsor_id,
            "units": [unit.id for unit in pilot.units],
            "version": str(pilot.version),
        }
    form = PilotForm(**({**_plain(pilot), **values} if pilot is not None else {}))
    form.offer(queries.sponsors(), db.session.scalars(units()).all(), language())
    return form


def _plain(pilot: Pilot) -> dict[str, Any]:
    names = ("name_fr", "name_en", "purpose_fr", "purpose_en", "starts_on", "ends_on")
    return {name: getattr(pilot, name) for name in names}
