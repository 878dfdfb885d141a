"""Describing a mission: one form to start it and to edit it, whose rows are added and removed by its own buttons."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, request, url_for
from werkzeug.datastructures import MultiDict

from portal import policies
from portal.core import clock
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.extensions import db
from portal.missions import queries, services
from portal.missions.edits import EDITABLE_STATES
from portal.missions.entries import numbered_without_gaps, read_action, rows_of, without_row
from portal.missions.labels import AUDIENCE_HINTS, BRIEF_HINTS, BRIEF_TITLES
from portal.missions.mission_form import MissionForm
from portal.missions.models import Mission
from portal.missions.rules import missing
from portal.missions.typed import colleagues_of, employees_named, person_label, read_form, usual_skills, written
from portal.missions.views.blueprint import bp
from portal.organization.queries import units
from portal.skills.queries import suggest
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render, see_other

FRAGMENTS = ("skill_labels", "people_labels")


@bp.route("/missions/new", methods=["GET", "POST"])
@audience(Entry.EMPLOYEES)
def start_mission() -> Response:
    """Describe a mission, kept as a draft."""
    if request.method == "GET":
        form = _offer(MissionForm(formdata=None, unit=actor().unit.public_id, language=language()))
        form.add_seat()
        return _page(form)
    form, name = _sent_form()
    if name not in ("save", "submit"):
        return _page(form)
    try:
        data = _read(form)
        mission = services.start_mission(actor(), data, key=form.submission_key.data)
    except Invalid as error:
        form.show_errors(error.fields)
        return _page(form, status=422)
    flash(_("The draft is kept. Only its owners see it until you submit it."), "good")
    return _after_saving(mission, name)


@bp.route("/missions/<public_id>/edit", methods=["GET", "POST"])
@audience(Entry.EMPLOYEES)
def edit_mission(public_id: str) -> Response:
    """Change a mission; with `check` in the address, what it lacks to be submitted stands at its fields."""
    mission = queries.get_visible(actor(), public_id)
    if not policies.mission_own(actor(), mission):
        raise Forbidden(_("Only those who own the mission edit it."))
    if mission.state not in EDITABLE_STATES:
        raise Conflict(_("This mission can no longer be edited."))
    if request.method == "GET":
        form = _offer(MissionForm(formdata=None, **written(mission, language())), mission)
        lacks = missing(mission, clock.today(), language()) if "check" in request.args else {}
        form.show_errors(lacks)
        return _page(form, mission, lacks=lacks)
    form, name = _sent_form(mission)
    if name not in ("save", "submit"):
        return _page(form, mission)
    try:
        data = _read(form, mission)
        services.edit_mission(actor(), mission, data, version=form.read_version)
    except Invalid as error:
        form.show_errors(error.fields)
        return _page(form, queries.get_visible(actor(), public_id), status=422)
    except Conflict as error:
        mission = queries.get_visible(actor(), public_id)
        form.version.data = str(mission.version)
        return _page(form, mission, conflict=error.message, status=409)
    flash(_("Your changes are saved."), "good")
    return _after_saving(mission, name)


def _after_saving(mission: Mission, name: str) -> Response:
    """To the page of the mission; when it was to be submitted and is not complete, back to the form that says why."""
    public_id = mission.public_id
    if name == "submit":
        try:
            services.submit_mission(actor(), mission)
        except Invalid:
            return see_other(url_for("missions.edit_mission", public_id=public_id, check=1))
        flash(_("The mission is submitted. Those who validate it were told, and you will be too."), "good")
    return see_other(url_for("missions.show_mission", public_id=public_id))


def _read(form: MissionForm, mission: Mission | None = None) -> Any:
    if not form.validate():
        raise Invalid
    data, found = read_form(form, language(), mission)
    if found:
        raise Invalid(fields=found)
    return data


def _sent_form(mission: Mission | None = None) -> tuple[MissionForm, str]:
    """The form as sent, after its button added or removed a row; and what the button asks."""
    name, numbers = read_action(request.form.get("do", "save"))
    pairs = numbered_without_gaps(list(request.form.items(multi=True)), "seats")
    if name == "remove_seat" and len(numbers) == 1:
        pairs = without_row(pairs, "seats", numbers[0])
    for seat in rows_of(pairs, "seats"):
        pairs = numbered_without_gaps(pairs, f"seats-{seat}-skills")
    if name == "remove_skill" and len(numbers) == 2:
        pairs = without_row(pairs, f"seats-{numbers[0]}-skills", numbers[1])
    form = _offer(MissionForm(formdata=MultiDict(pairs)), mission)
    if name == "add_seat":
        form.add_seat()
    if name == "add_skill" and len(numbers) == 1:
        form.add_skill(numbers[0])
    return form, name


def _offer(form: MissionForm, mission: Mission | None = None) -> MissionForm:
    pilots = queries.pilots_on_offer()
    if mission is not None and mission.pilot is not None and mission.pilot not in pilots:
        pilots.append(mission.pilot)
    form.offer(db.session.scalars(units()), pilots)
    return form


def _page(
    form: MissionForm,
    mission: Mission | None = None,
    *,
    lacks: Any = None,
    conflict: Any = None,
    status: int = 200,
) -> Response:
    typed = next((value for name, value in request.args.items() if name.endswith(("label", "co_owner"))), "")
    return render(
        "missions/edit.html",
        fragments=FRAGMENTS,
        status=status,
        form=form,
        mission=mission,
        lacks=lacks or {},
        conflict=conflict,
        pilots=queries.pilots_on_offer(),
        skill_names=[one.label for one in suggest(typed, language())] if typed else usual_skills(language()),
        people_names=[person_label(person) for person in (employees_named(typed) if typed else colleagues_of(actor()))],
        brief_titles=BRIEF_TITLES,
        brief_hints=BRIEF_HINTS,
        audience_hints={kind.value: hint for kind, hint in AUDIENCE_HINTS.items()},
        taken={seat.public_id: seat.taken for seat in mission.seats} if mission else {},
        published=mission is not None and mission.published_at is not None,
    )
