"""The page of one mission for whoever is signed in, and the addresses that take its steps."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, url_for

from portal import policies
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.missions import queries, services, wording
from portal.missions.asked import changes_asked
from portal.missions.cards import card_of
from portal.missions.clarity import orders_in
from portal.missions.drafting.copies import check_may_copy, copy_mission
from portal.missions.drafting.edits import EDITABLE_STATES
from portal.missions.expiring.outlook import outlook_of
from portal.missions.extensions import effects_of_completing, panels_for
from portal.missions.fit import fit_of
from portal.missions.labels import AUDIENCES, BRIEF_TITLES, EVENTS, LANGUAGES, REMOTE, STATES, TONES
from portal.missions.models import Mission, MissionState
from portal.missions.path import path_of
from portal.missions.pausing.queries import read_reason
from portal.missions.sheet import MissionSheet, read_sheet
from portal.missions.staging.noting import note_when_answered
from portal.missions.unfilled.labels import CAUSES
from portal.missions.unfilled.models import Cause
from portal.missions.views.blueprint import bp
from portal.missions.views.steps import STEPS
from portal.missions.wording import owner_names
from portal.missions.workflow import MISSION
from portal.organization.models import Person
from portal.organization.records import Record, records_of
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import VersionedForm
from portal.web.fresh import FreshForm
from portal.web.htmx import render
from portal.web.steps import any_step, step_in

HISTORY_LENGTH = 30


@bp.get("/missions/<public_id>")
@audience(Entry.TALENTS)
def show_mission(public_id: str) -> Response:
    """One mission."""
    return mission_page(public_id)


@bp.post(f"/missions/<public_id>/{any_step(STEPS)}")
@audience(Entry.EMPLOYEES)
def take_step(public_id: str, step: str) -> Response:
    """Move a mission on, or open and close applications to it."""
    name = step_in(step)
    mission = queries.get_visible(actor(), public_id)
    form = STEPS[name].form(prefix=name)
    return STEPS[name].take(
        mission,
        form,
        may=partial(services.check_may, actor(), mission, name),
        again=partial(mission_page, public_id, sent=(name, form)),
        then=partial(url_for, "missions.show_mission", public_id=public_id),
    )


@bp.post("/missions/<public_id>/copy")
@audience(Entry.EMPLOYEES)
def start_copy(public_id: str) -> Response:
    """Begin again from this one."""
    mission = queries.get_visible(actor(), public_id)
    form = VersionedForm(prefix="copy")
    made: list[Mission] = []
    return carry_out(
        form,
        lambda: made.append(copy_mission(actor(), mission, key=form.sending)),
        may=partial(check_may_copy, actor(), mission),
        again=partial(mission_page, public_id),
        said=lambda: _("A copy is kept as a draft. Read it again before you submit it: its weeks were moved forward."),
        then=lambda: url_for("missions.edit_mission", public_id=made[0].public_id),
    )


def mission_page(
    public_id: str,
    *,
    sent: tuple[str, VersionedForm] | None = None,
    conflict: Overtaken | None = None,
    status: int = 200,
) -> Response:
    """The page of a mission for whoever is signed in; `sent` is a step's form that was refused, unless overtaken."""
    reader = actor()
    mission = read_sheet(reader, public_id, language())
    owns = policies.mission_own(reader, mission)
    outlook = outlook_of(mission, reader)
    steps = [step for step in MISSION.available(reader, mission) if step.name != "open_again" or outlook.may_reopen]
    refused = sent if conflict is None else None
    forms = {step.name: STEPS[step.name].fresh_form(step.name, mission.version) for step in steps}
    held = queries.held_levels(reader)
    note_when_answered(reader, mission)
    return render(
        "missions/mission.html",
        status=status,
        mission=mission,
        card=card_of(mission, reader, held),
        held=held,
        fits={seat.id: fit_of(seat.skills, held) for seat in mission.seats},
        applies=policies.application_submit(reader, mission),
        owns=owns,
        owner_names=owner_names(mission),
        may_edit=owns and mission.state in EDITABLE_STATES,
        steps=steps,
        forms=forms | dict([refused] if refused else []),
        outlook=outlook,
        wider_form=_wider_form(mission, refused) if owns else None,
        current_form=_current_form(mission) if outlook.expires_on else None,
        accepting_form=_accepting_form(mission) if owns else None,
        copy_form=VersionedForm.fresh("copy") if owns and mission.published_at is not None else None,
        orders=_orders(mission) if "publish" in forms else (),
        effects=effects_of_completing(mission) if "complete" in forms else [],
        opened=refused[0] if refused else "",
        conflict=conflict,
        path=path_of(mission) if owns or queries.validates(reader) else [],
        panels=panels_for(reader, mission),
        say=wording,
        **_past(mission, reader, owns),
        **_words(),
    )


def _orders(mission: MissionSheet) -> tuple[str, ...]:
    """Words that describe employment, where externals may join: whoever validates the mission reads them twice."""
    texts = {name: part.text for name in BRIEF_TITLES if (part := mission.brief[name])}
    return orders_in(texts, mission.audience)


def _past(mission: MissionSheet, reader: Person, owns: bool) -> dict[str, Any]:
    """The history, for those who own or validate the mission; the last request for changes while it stands."""
    told = owns or policies.mission_validate(reader, mission)
    latest = records_of((Mission.__tablename__, mission.id))[-HISTORY_LENGTH:] if told else []
    return {
        "history": [_event(record) for record in latest[::-1]],
        "changes": changes_asked(mission, latest),
        "paused_because": read_reason(mission.id) if told and mission.state is MissionState.PAUSED else "",
    }


def _event(record: Record) -> dict[str, Any]:
    return {
        "at": record.at,
        "who": record.who,
        "what": EVENTS.get(record.action, record.action),
        "detail": " · ".join(filter(None, (*_causes(record), record.text))),
    }


def _causes(record: Record) -> list[str]:
    return [str(CAUSES[Cause(cause)]) for cause in record.data.get("causes", ())]


def _words() -> dict[str, Any]:
    return {
        "state_words": STATES,
        "tones": TONES,
        "audiences": AUDIENCES,
        "languages": LANGUAGES,
        "remote_words": REMOTE,
        "brief_titles": BRIEF_TITLES,
    }


def _wider_form(mission: MissionSheet, refused: tuple[str, VersionedForm] | None) -> FreshForm | VersionedForm:
    if refused and refused[0] == "open_wider":
        return refused[1]
    return STEPS["open_wider"].fresh_form("open_wider", mission.version)


def _current_form(mission: MissionSheet) -> FreshForm:
    return STEPS["still_current"].fresh_form("still_current", mission.version)


def _accepting_form(mission: MissionSheet) -> FreshForm:
    wanted = "no" if mission.accepts_applications else "yes"
    return STEPS["accepting"].fresh_form("accepting", mission.version, accepting=wanted)
