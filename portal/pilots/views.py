"""Pilots: the list, one pilot, its writing and its rules."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, url_for

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
from portal.pilots.sheet import read_sheet
from portal.pilots.workflow import PILOT
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.htmx import render, see_other

bp = Blueprint("pilots", __name__)


@bp.get("/pilots")
@audience(Entry.EMPLOYEES)
def list_pilots() -> Response:
    """Every pilot."""
    return render(
        "pilots/list.html",
        pilots=queries.list_visible(actor(), language()),
        states=STATE,
        tones=TONE,
        may_write=policies.pilot_write(actor()),
    )


@bp.get("/pilots/<public_id>")
@audience(Entry.EMPLOYEES)
def show_pilot(public_id: str) -> Response:
    """One pilot: scope, rules, history, and what is done inside it."""
    return _page(public_id)


def _page(
    public_id: str,
    *,
    rules: RulesForm | None = None,
    sent: tuple[str, AdvanceForm] | None = None,
    status: int = 200,
    conflict: Overtaken | None = None,
) -> Response:
    pilot = read_sheet(actor(), public_id, language())
    if conflict or rules is None:
        rules = RulesForm(formdata=None, obj=pilot.current_rules, version=str(pilot.version))
    actions = PILOT.available(actor(), pilot)
    forms = {move.name: AdvanceForm.fresh(move.name, version=str(pilot.version)) for move in actions}
    refused = [sent] if sent is not None and conflict is None else []
    steers = policies.pilot_steer(actor(), pilot)
    return render(
        "pilots/pilot.html",
        status=status,
        pilot=pilot,
        states=STATE,
        tones=TONE,
        actions=actions,
        forms=forms | dict(refused),
        rules_form=rules,
        conflict=conflict,
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
            pilot = services.draft_pilot(actor(), form.pilot_data(), rules.rules_data(), key=form.sending)
        except Invalid as error:
            form.show_errors(error.fields)
        else:
            flash(_("The draft is written. Human resources can approve it."), "good")
            return see_other(url_for("pilots.show_pilot", public_id=pilot.public_id))
    status = 422 if form.is_submitted() else 200
    return render("pilots/form.html", form=form, rules=rules, pilot=None, conflict=None, status=status)


@bp.route("/pilots/<public_id>/edit", methods=["GET", "POST"])
@audience(Role.HR, Role.PILOT_SPONSOR)
def edit_pilot(public_id: str) -> Response:
    """Rewrite a draft."""
    pilot = queries.get_visible(actor(), public_id)
    services.check_may_steer(actor(), pilot)
    form = _pilot_form(pilot)
    if not form.is_submitted():
        return render("pilots/form.html", form=form, rules=None, pilot=pilot, conflict=None)
    return carry_out(
        form,
        lambda: services.edit_pilot(actor(), pilot, form.pilot_data(), version=form.read_version),
        again=partial(_edit_page, public_id, form),
        said=lambda: _("The draft is changed."),
        then=partial(url_for, "pilots.show_pilot", public_id=public_id),
    )


def _edit_page(public_id: str, form: Any, *, status: int, conflict: Overtaken | None = None) -> Response:
    pilot = queries.get_visible(actor(), public_id)
    if conflict:
        form = _pilot_form(pilot, formdata=None)
    return render("pilots/form.html", form=form, rules=None, pilot=pilot, conflict=conflict, status=status)


@bp.post("/pilots/<public_id>/rules")
@audience(Entry.EMPLOYEES)
def change_rules(public_id: str) -> Response:
    """Write the next version of the rules."""
    pilot = queries.get_visible(actor(), public_id)
    form = RulesForm()
    return carry_out(
        form,
        lambda: services.change_rules(actor(), pilot, form.rules_data(), version=form.read_version),
        may=lambda: services.check_may_steer(actor(), pilot),
        again=partial(_page, public_id, rules=form),
        said=lambda: _(
            "Version %(number)s of the rules is in force. Decisions already taken keep theirs.",
            number=pilot.current_rules.number,
        ),
        then=partial(url_for, "pilots.show_pilot", public_id=public_id),
    )


@bp.post("/pilots/<public_id>/<any(approve, start, evaluate, extend, generalise, stop):name>")
@audience(Entry.EMPLOYEES)
def advance_pilot(public_id: str, name: str) -> Response:
    """Move a pilot on."""
    pilot = queries.get_visible(actor(), public_id)
    form = AdvanceForm(prefix=name)
    return carry_out(
        form,
        lambda: services.advance_pilot(actor(), pilot, name, text=form.text.data or "", version=form.read_version),
        may=partial(PILOT.permit, actor(), pilot, name),
        again=partial(_page, public_id, sent=(name, form)),
        said=lambda: _("Done: the pilot is now “%(state)s”.", state=STATE[pilot.state]),
        then=partial(url_for, "pilots.show_pilot", public_id=public_id),
    )


def _pilot_form(pilot: Pilot | None = None, **options: Any) -> Any:
    values = options
    if pilot is not None:
        values |= _plain(pilot)
        values |= {"sponsor": pilot.sponsor_id, "version": str(pilot.version)}
        values |= {"units": [unit.id for unit in pilot.units]}
    form = PilotForm(**values)
    form.offer(queries.sponsors(), db.session.scalars(units()).all(), language())
    return form


def _plain(pilot: Pilot) -> dict[str, Any]:
    names = ("name_fr", "name_en", "purpose_fr", "purpose_en", "starts_on", "ends_on")
    return {name: getattr(pilot, name) for name in names}
