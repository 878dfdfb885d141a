"""The page of one application, as its talent or those who choose see it, and the address that takes its steps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Response, url_for

from portal import policies
from portal.applications import queries
from portal.applications.extensions import panels_for
from portal.applications.labels import TONES, state_words
from portal.applications.match import compare
from portal.applications.models import Application, ApplicationState
from portal.applications.offerable import OfferableSeat, offerable_seats
from portal.applications.path import path_of
from portal.applications.pausing.rules import WAITING_STEPS, is_paused
from portal.applications.rows import written_by
from portal.applications.turns import turn_of
from portal.applications.views.blueprint import bp
from portal.applications.views.steps import STEPS, fresh_form, sent_form
from portal.applications.workflow import APPLICATION
from portal.organization.models import Person
from portal.pilots.queries import limits_of
from portal.talents.availability.queries import pauses_of
from portal.talents.looks.noting import note_when_answered
from portal.talents.models import Section
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken
from portal.web.forms import VersionedForm
from portal.web.htmx import render
from portal.web.steps import any_step, step_in


@bp.get("/applications/<public_id>")
@audience(Entry.TALENTS)
def show_application(public_id: str) -> Response:
    """Where an application stands, for the talent or for those who choose."""
    return _page(public_id)


@bp.post(f"/applications/<public_id>/{any_step(STEPS)}")
@audience(Entry.TALENTS)
def take_step(public_id: str, step: str) -> Response:
    """Move an application on."""
    name = step_in(step)
    application = queries.get_visible(actor(), public_id)
    form = sent_form(name, application)
    return STEPS[name].take(
        application,
        form,
        may=partial(APPLICATION.permit, actor(), application, name),
        again=partial(_page, public_id, sent=(name, form)),
        then=partial(url_for, "applications.show_application", public_id=public_id),
    )


def _page(
    public_id: str,
    *,
    sent: tuple[str, VersionedForm] | None = None,
    status: int = 200,
    conflict: Overtaken | None = None,
) -> Response:
    """The page of an application for whoever is signed in; `sent` is the form that was refused, unless overtaken."""
    reader = actor()
    application = queries.read_page(reader, public_id)
    refused = sent if conflict is None else None
    waiting = WAITING_STEPS if is_paused(application.mission) else ()
    steps = APPLICATION.available(reader, application)
    available = {move.name: move for move in steps if move.name not in waiting}
    turn, mine = turn_of(application, reader), policies.application_own(reader, application)
    seats = offerable_seats(application) if application.state is ApplicationState.SHORTLISTED and not mine else []
    context: dict[str, Any] = {
        "application": application,
        "available": available,
        "forms": {name: fresh_form(name, application, seats) for name in available}
        | dict([refused] if refused else []),
        "refused": refused[1] if refused else None,
        "conflict": conflict,
        "path": path_of(application, reader),
        "turn": turn,
        "state_words": turn.state or state_words(application, mine=mine),
        "panels": panels_for(reader, application),
        "tone": TONES.get(application.state, ""),
    }
    if mine:
        return render("applications/mine.html", status=status, **context)
    return render("applications/candidate.html", status=status, **context, **_about(application, reader, seats))


def _about(application: Application, reader: Person, seats: Sequence[OfferableSeat]) -> dict[str, Any]:
    person = application.person
    asked = queries.skills_asked([application.seat_id])[application.seat_id]
    profile = written_by(person, reader)
    shown = Section.SKILLS in profile.sight
    held = queries.levels_held([person.id], [skill.skill_id for skill in asked])[person.id] if shown else {}
    note_when_answered(reader, {person.id: profile.sight})
    pilot_id = application.mission.pilot_id
    return {
        "match": compare(asked, held),
        "shows_skills": shown,
        "profile": profile,
        "pauses": pauses_of(person.id) if Section.AVAILABILITY in profile.sight else [],
        # How many places could be offered to them: of the seat they asked for, else of another one.
        "free": next((seat.free for seat in seats if seat.free > 0), 0),
        "pilot": limits_of(pilot_id) if seats and pilot_id is not None else None,
        "chooses": policies.application_choose(reader, application),
    }
