"""What applications add to a mission's page: the form, or where one's own stands, or the way to the candidates."""

from __future__ import annotations

from typing import Any

from portal import policies
from portal.applications import queries
from portal.applications.extensions import warnings_for
from portal.applications.forms import ApplyForm
from portal.applications.labels import TONES, state_words
from portal.applications.models import ENDED_STATES
from portal.applications.rows import latest_of
from portal.applications.services import answer_day
from portal.applications.turns import turn_of
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.missions.extensions import completion_effects, mission_panels
from portal.missions.models import Seat
from portal.missions.rules import is_taking
from portal.missions.sheet import AnyMission, SheetSeat
from portal.missions.wording import answerer
from portal.organization.models import Person


def seats_for(actor: Person, mission: AnyMission) -> list[Seat | SheetSeat]:
    """The seats that address this person."""
    return [seat for seat in mission.seats if seat.audience.includes(actor.kind)]


def apply_form(actor: Person, mission: AnyMission, **options: Any) -> ApplyForm:
    """The form of an application, as sent, or empty with `formdata=None`."""
    form = ApplyForm(prefix="apply", **options)
    form.offer_seats(seats_for(actor, mission))
    return form


def apply_context(actor: Person, mission: AnyMission, form: ApplyForm) -> dict[str, Any]:
    """What the panel's template needs."""
    seats = seats_for(actor, mission)
    application = latest_of(actor, mission)
    live = application is not None and application.state not in ENDED_STATES
    turn = turn_of(application, actor) if application is not None else None
    may_apply = bool(seats) and policies.application_submit(actor, mission) and is_taking(mission) and not live
    return {
        "mission": mission,
        "answerer": answerer(mission),
        "form": form,
        "seats": {seat.public_id: seat for seat in seats},
        "may_apply": may_apply,
        "warnings": warnings_for(actor, seats) if may_apply else [],
        "is_open": is_taking(mission),
        "application": application,
        "live": live,
        "state_words": (turn.state or state_words(application, mine=True)) if application and turn else "",
        "tone": TONES.get(application.state, "") if application is not None else "",
        "turn": turn,
        "answer_due_on": answer_day(mission),
    }


def apply_panel(actor: Person, mission: AnyMission) -> dict[str, Any] | None:
    """The panel of the mission page for a talent; None for those it does not address."""
    if policies.mission_own(actor, mission) or mission.published_at is None:
        return None
    context = apply_context(actor, mission, apply_form(actor, mission, formdata=None))
    if not context["seats"] and context["application"] is None:
        return None
    if not policies.application_submit(actor, mission) and context["application"] is None:
        return None
    place = "main" if context["live"] else "aside"
    panel = {"template": "applications/_apply_panel.html", "context": context, "place": place}
    return panel | {"jump": ("apply", _("Apply"))} if context["may_apply"] else panel


def candidates_panel(actor: Person, mission: AnyMission) -> dict[str, Any] | None:
    """The panel of the mission page for those who own it: who waits for an answer."""
    if not policies.mission_own(actor, mission) or mission.published_at is None:
        return None
    live, waiting, total, filled = queries.candidate_counts(mission)
    context = {"mission": mission, "live": live, "waiting": waiting, "total": total, "filled": filled}
    return {"template": "applications/_candidates_panel.html", "context": context, "place": "aside"}


def refusals_to_come(mission: AnyMission) -> list[str]:
    """How many applications end without a place if the mission is completed now."""
    waiting = queries.count_unconfirmed(mission)
    if not waiting:
        return []
    return [
        ngettext(
            "%(num)d application under way ends without a place.",
            "%(num)d applications under way end without a place.",
            waiting,
        )
    ]


completion_effects.append(refusals_to_come)
mission_panels += [apply_panel, candidates_panel]
