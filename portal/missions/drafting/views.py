"""Describing a mission: one form to start it and to edit it, whose rows are added and removed by its own buttons."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from flask import Response, request, url_for
from werkzeug.datastructures import MultiDict

from portal import policies
from portal.core import clock
from portal.core.errors import Conflict, Forbidden, Invalid, NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.extensions import db
from portal.missions import queries
from portal.missions.asked import changes_asked
from portal.missions.clarity import COLUMNS, LEAST_POINTS, clarity_of, unclear
from portal.missions.drafting import services
from portal.missions.drafting.data import MissionData
from portal.missions.drafting.edits import EDITABLE_STATES
from portal.missions.drafting.entries import Pairs, numbered_without_gaps, read_action, rows_of, without_row
from portal.missions.drafting.forms import MOST_SEATS, MOST_SKILLS, MissionForm
from portal.missions.drafting.ready import languages_of, ready_brief
from portal.missions.drafting.typed import (
    audience_said,
    colleagues_of,
    employees_named,
    person_label,
    read_form,
    usual_skills,
    written,
)
from portal.missions.keeping.models import KeptCopy
from portal.missions.keeping.queries import get_own, kept_copy
from portal.missions.labels import AUDIENCE_HINTS, BRIEF_HINTS, BRIEF_TITLES
from portal.missions.models import Mission, MissionState
from portal.missions.rules import Sentences, missing
from portal.missions.services import submit_mission
from portal.missions.views.blueprint import bp
from portal.missions.views.page import mission_page
from portal.missions.views.steps import STEPS
from portal.missions.workflow import MISSION
from portal.organization.queries import units
from portal.skills.queries import suggest
from portal.web.access import Entry, actor, audience
from portal.web.answers import Again, Overtaken, carry_out
from portal.web.forms import typed_in
from portal.web.htmx import render, wants_fragment

SUBMITTABLE_STATES = MISSION["submit"].sources
LONGEST_TITLE = 160
FRAGMENTS = ("skill_labels", "people_labels", "clarity")


@bp.route("/missions/new", methods=["GET", "POST"])
@audience(Entry.EMPLOYEES)
def start_mission() -> Response:
    """Describe a mission, kept as a draft; the address may say a ready brief or its title to begin with."""
    if request.method == "GET":
        return _gone_on_with(request.args["kept"]) if "kept" in request.args else _page(_beginning(), waits=True)
    form, name = _sent_form()
    if name not in ("save", "submit"):
        return _page(form)
    return _save(
        form,
        name,
        lambda data: services.start_mission(actor(), data, key=form.sending, writers=form.writers),
        again=lambda *, status, conflict=None: _page(form, conflict=conflict, status=status),
        said=_("The draft is kept. Only its owners see it until you submit it."),
    )


def _beginning() -> MissionForm:
    """The form before anyone types: with a ready brief when the address names one, else with one empty place."""
    ready = ready_brief(request.args.get("ready", ""))
    begun = ready.begun(languages_of(request.args.get("in", ""), language())) if ready else {}
    titles = {name: request.args[name][:LONGEST_TITLE] for name in ("title_fr", "title_en") if request.args.get(name)}
    values = {"unit": actor().unit.public_id, "language": language(), **begun, **titles}
    form = _offer(MissionForm(formdata=None, **values))
    if ready is None:
        form.add_seat()
    return form


@bp.route("/missions/<public_id>/edit", methods=["GET", "POST"])
@audience(Entry.EMPLOYEES)
def edit_mission(public_id: str) -> Response:
    """Change a mission; with `check` in the address, what it lacks to be submitted stands at its fields."""
    mission = queries.get_visible(actor(), public_id)
    if not policies.mission_own(actor(), mission):
        raise Forbidden(_("Only those who own the mission edit it."))
    if request.method == "GET":
        if mission.state not in EDITABLE_STATES:
            return _closed(mission)
        if "kept" in request.args:
            return _gone_on_with(request.args["kept"], mission)
        form = _offer(MissionForm(formdata=None, **written(mission, language())), mission)
        lacks = _lacks(mission) if "check" in request.args else {}
        form.show_errors(lacks)
        return _page(form, mission, lacks=lacks, waits=True)
    form, name = _sent_form(mission)
    if name not in ("save", "submit"):
        return _page(form, mission)
    return _save(
        form,
        name,
        lambda data: services.edit_mission(
            actor(), mission, data, version=form.read_version, key=form.sending, writers=form.writers
        ),
        again=partial(_edit_again, public_id, form),
        said=_("Your changes are saved."),
        mission=mission,
    )


def _gone_on_with(public_id: str, mission: Mission | None = None) -> Response:
    """The form with what its author had written and not saved; whatever changed meanwhile is said, never undone."""
    copy = get_own(actor(), public_id)
    if copy.mission_id != (mission.id if mission else None):
        raise NotFound
    form = _read_again(copy, mission)
    form.continues.data = copy.writer
    conflict = None
    if mission is not None:
        form.version.data = str(mission.version)
        if copy.version != mission.version:
            conflict = Overtaken(_("The mission was changed after you began to write this."), [])
    return _page(form, mission, conflict=conflict, gone_on_with=copy)


def _read_again(copy: KeptCopy, mission: Mission | None) -> MissionForm:
    pairs = _without_gaps([(name, value) for name, value in copy.fields])
    return _offer(MissionForm(formdata=MultiDict(pairs)), mission)


def _closed(mission: Mission) -> Response:
    """A mission that can no longer be edited; what its reader had written and not saved is shown with it."""
    message = _("This mission can no longer be edited.")
    copy = kept_copy(actor(), mission)
    if copy is None:
        raise Conflict(message)
    conflict = Overtaken(message, typed_in(_read_again(copy, mission)))
    return mission_page(mission.public_id, conflict=conflict, status=409)


def _lacks(mission: Mission) -> Sentences:
    """{form field: sentence} for all that keeps it from being submitted."""
    return unclear(mission, language()) | missing(mission, clock.today(), language())


def _edit_again(public_id: str, form: MissionForm, *, status: int, conflict: Overtaken | None = None) -> Response:
    """What was typed stays in the form, to be sent again over what overtook it, while the mission can be edited."""
    mission = queries.get_visible(actor(), public_id)
    if conflict is not None and mission.state not in EDITABLE_STATES:
        return mission_page(public_id, conflict=conflict, status=status)
    if conflict is not None:
        form.version.data = str(mission.version)
    return _page(form, mission, conflict=conflict, status=status)


def _save(
    form: MissionForm,
    name: str,
    write: Callable[[MissionData], Mission],
    *,
    again: Again,
    said: str,
    mission: Mission | None = None,
) -> Response:
    """Write what the form says and, when `name` asks for it, submit the mission.

    To the page of the mission; when it was to be submitted and is not complete, back to the form that says why.
    """
    kept: list[Mission] = []

    def act() -> None:
        data, found = read_form(form, language(), mission)
        if found:
            raise Invalid(fields=found)
        kept.append(write(data))
        if name == "submit" and kept[0].state in SUBMITTABLE_STATES:
            with suppress(Invalid):
                submit_mission(actor(), kept[0])

    def then() -> str:
        if name == "submit" and kept[0].state in SUBMITTABLE_STATES:
            return url_for("missions.edit_mission", public_id=kept[0].public_id, check=1)
        return url_for("missions.show_mission", public_id=kept[0].public_id)

    def told() -> str:
        return str(STEPS["submit"].said(kept[0])) if kept[0].state is MissionState.SUBMITTED else said

    return carry_out(form, act, again=again, said=told, then=then)


def _sent_form(mission: Mission | None = None) -> tuple[MissionForm, str]:
    """The form as sent, after its button added or removed a row; and what the button asks."""
    name, numbers = read_action(request.form.get("do", "save"))
    pairs = _without_gaps(list(request.form.items(multi=True)))
    if name == "remove_seat" and len(numbers) == 1:
        pairs = without_row(pairs, "seats", numbers[0])
    if name == "remove_skill" and len(numbers) == 2:
        pairs = without_row(pairs, f"seats-{numbers[0]}-skills", numbers[1])
    form = _offer(MissionForm(formdata=MultiDict(pairs)), mission)
    if name == "add_seat":
        form.add_seat()
    if name == "add_skill" and len(numbers) == 1:
        form.add_skill(numbers[0])
    return form, name


def _without_gaps(pairs: Pairs) -> Pairs:
    pairs = numbered_without_gaps(pairs, "seats", MOST_SEATS)
    for seat in rows_of(pairs, "seats"):
        pairs = numbered_without_gaps(pairs, f"seats-{seat}-skills", MOST_SKILLS)
    return pairs


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
    conflict: Overtaken | None = None,
    status: int = 200,
    waits: bool = False,
    gone_on_with: KeptCopy | None = None,
) -> Response:
    """The form; where what was written before may wait for its author, it `waits` above."""
    whole = not wants_fragment(FRAGMENTS)
    typed = next((value for name, value in request.args.items() if name.endswith(("label", "co_owner"))), "")
    return render(
        "missions/edit.html",
        fragments=FRAGMENTS,
        status=status,
        form=form,
        mission=mission,
        lacks=lacks or {},
        conflict=conflict,
        changes=changes_asked(mission) if mission is not None and whole else None,
        waiting=kept_copy(actor(), mission) if waits and whole else None,
        gone_on_with=gone_on_with,
        clarity=clarity_of(
            {name: form[name].data or "" for name in COLUMNS},
            places=len(form.seats),
            audience=audience_said(form),
        ),
        least_points=LEAST_POINTS,
        pilots=queries.pilots_on_offer(),
        skill_names=[one.label for one in suggest(typed, language())] if typed else usual_skills(language()),
        people_names=[person_label(person) for person in (employees_named(typed) if typed else colleagues_of(actor()))],
        brief_titles=BRIEF_TITLES,
        brief_hints=BRIEF_HINTS,
        audience_hints={kind.value: hint for kind, hint in AUDIENCE_HINTS.items()},
        taken={seat.public_id: seat.taken for seat in mission.seats} if mission else {},
        published=mission is not None and mission.published_at is not None,
    )
