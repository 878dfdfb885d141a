"""The page of one mission for whoever is signed in, and how a step of it is carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, url_for

from portal import policies
from portal.core import audit
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.missions import queries, wording
from portal.missions.cards import card_of, fit_of, is_taking
from portal.missions.edits import EDITABLE_STATES
from portal.missions.extensions import panels_for
from portal.missions.forms import STEP_FORMS, StepForm
from portal.missions.labels import AUDIENCES, BRIEF_TITLES, EVENTS, LANGUAGES, REMOTE, STATES, TONES
from portal.missions.models import Mission, MissionState
from portal.missions.path import path_of
from portal.missions.views.blueprint import bp
from portal.missions.workflow import MISSION
from portal.organization.models import Person
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render, see_other


@bp.get("/missions/<public_id>")
@audience(Entry.TALENTS)
def show_mission(public_id: str) -> Response:
    """One mission."""
    return page(queries.get_visible(actor(), public_id))


def page(
    mission: Mission,
    *,
    sent: tuple[str, StepForm] | None = None,
    missing: dict[str, Any] | None = None,
    conflict: Any = None,
    status: int = 200,
) -> Response:
    """The page of a mission; `sent` is a step's form that was refused, `missing` what it lacks to be submitted."""
    reader = actor()
    owns = policies.mission_own(reader, mission)
    steps = MISSION.available(reader, mission)
    forms = {step.name: step_form(step.name, mission) for step in steps} | (dict([sent]) if sent else {})
    held = queries.held_levels(reader)
    return render(
        "missions/mission.html",
        status=status,
        mission=mission,
        card=card_of(mission, reader, held),
        held=held,
        fits={seat.id: fit_of(seat, held) for seat in mission.seats},
        applies=policies.application_submit(reader, mission),
        owns=owns,
        owner_names=owner_names(mission),
        may_edit=owns and mission.state in EDITABLE_STATES,
        is_taking=is_taking(mission),
        steps=steps,
        forms=forms,
        accepting_form=_accepting_form(mission) if owns else None,
        copy_form=step_form("copy", mission) if owns and mission.published_at is not None else None,
        opened=sent[0] if sent else "",
        missing=missing or {},
        conflict=conflict,
        path=path_of(mission) if owns or queries.validates(reader) else [],
        panels=panels_for(reader, mission),
        say=wording,
        **_past(mission, reader, owns),
        **_words(),
    )


def _past(mission: Mission, reader: Person, owns: bool) -> dict[str, Any]:
    """The history, for those who own or validate the mission; the last request for changes while it stands."""
    events = queries.history(mission) if owns or policies.mission_validate(reader, mission) else []
    asked = next((pair for pair in events if pair[0].action == "request_changes"), None)
    return {
        "history": [_event(event, person) for event, person in events],
        "changes": asked if mission.state is MissionState.CHANGES_REQUESTED else None,
    }


def _event(event: audit.Event, person: Person | None) -> dict[str, Any]:
    return {
        "at": event.at,
        "who": person.full_name if person else "",
        "what": EVENTS.get(event.action, event.action),
        "detail": event.text or "",
    }


def _words() -> dict[str, Any]:
    return {
        "state_words": STATES,
        "tones": TONES,
        "audiences": AUDIENCES,
        "languages": LANGUAGES,
        "remote_words": REMOTE,
        "brief_titles": BRIEF_TITLES,
    }


def step_form(name: str, mission: Mission) -> StepForm:
    """The form of a step before anyone types."""
    form = STEP_FORMS.get(name, StepForm)(formdata=None, prefix=name)
    form.version.data = str(mission.version)
    return form


def _accepting_form(mission: Mission) -> StepForm:
    form = step_form("accepting", mission)
    form["accepting"].data = "no" if mission.accepts_applications else "yes"
    return form


def owner_names(mission: Mission) -> str:
    """Those who own it, in words."""
    name: str = mission.owner.full_name
    if mission.co_owner is not None:
        name = str(_("%(name)s and %(other)s", name=name, other=mission.co_owner.full_name))
    return name


def carry_out(
    public_id: str, name: str, act: Callable[[Mission, Any], Any], said: Callable[[Mission], str]
) -> Response:
    """Validate the form of step `name`, do it, say what happened; else show the page with what is wrong."""
    mission = queries.get_visible(actor(), public_id)
    form = STEP_FORMS.get(name, StepForm)(prefix=name)
    if not form.validate():
        return page(mission, sent=(name, form), status=422)
    try:
        mission.expect(form.read_version)
        act(mission, form)
    except Invalid as error:
        mission = queries.get_visible(actor(), public_id)
        if error.code == "mission.incomplete":
            return page(mission, missing=error.fields, status=422)
        form.show_errors(error.fields)
        return page(mission, sent=(name, form), status=422)
    except Conflict as error:
        return page(queries.get_visible(actor(), public_id), conflict=error.message, status=409)
    flash(said(mission), "good")
    return see_other(url_for("missions.show_mission", public_id=public_id))
