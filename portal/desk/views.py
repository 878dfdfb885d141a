"""The manager's desk: what waits, the consequence before the decision, the decision in place."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, url_for

from portal.allocations import queries, services
from portal.allocations.assessment import Assessment, assess_all
from portal.allocations.forms import AuthorizeForm, CounterForm, RefuseForm
from portal.allocations.history import history_of, records_of
from portal.allocations.models import Authorization
from portal.allocations.workflow import AUTHORIZATION
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.desk import board
from portal.desk.path import whole_path
from portal.desk.side import side_panels
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render, see_other

bp = Blueprint("desk", __name__)


@bp.get("/desk")
@audience(Entry.EMPLOYEES)
def show_desk() -> Response:
    """The most urgent request that waits for me, beside all the others."""
    waiting = queries.waiting_for(actor())
    chosen = queries.get_for_the_desk(actor(), waiting[0].public_id) if waiting else None
    return _desk(list(waiting), chosen)


@bp.get("/desk/<public_id>")
@audience(Entry.EMPLOYEES)
def show_request(public_id: str) -> Response:
    """One request, with its consequence."""
    authorization = queries.get_for_the_desk(actor(), public_id)
    return _desk(list(queries.waiting_for(actor())), authorization)


@bp.post("/desk/<public_id>/authorize")
@audience(Entry.EMPLOYEES)
def authorize_time(public_id: str) -> Response:
    """Yes."""
    authorization = queries.get_for_the_desk(actor(), public_id)
    form = AuthorizeForm(prefix="authorize-")

    def decide() -> None:
        services.authorize_time(
            actor(),
            authorization,
            note=form.note.data or "",
            relief=form.relief.data or "",
            override_reason=form.override_reason.data or "",
            version=form.read_version,
        )

    return _answer(authorization, form, "authorize", decide)


@bp.post("/desk/<public_id>/counter")
@audience(Entry.EMPLOYEES)
def counter_request(public_id: str) -> Response:
    """Yes, but otherwise."""
    authorization = queries.get_for_the_desk(actor(), public_id)
    form = CounterForm(prefix="counter-")

    def decide() -> None:
        services.counter_request(
            actor(),
            authorization,
            percent=form.percent.data or 0,
            first_week=form.first_week.data,
            last_week=form.last_week.data,
            note=form.note.data or "",
            override_reason=form.override_reason.data or "",
            version=form.read_version,
        )

    return _answer(authorization, form, "counter", decide)


@bp.post("/desk/<public_id>/refuse")
@audience(Entry.EMPLOYEES)
def refuse_request(public_id: str) -> Response:
    """Not this time."""
    authorization = queries.get_for_the_desk(actor(), public_id)
    form = RefuseForm(prefix="refuse-")

    def decide() -> None:
        services.refuse_request(
            actor(),
            authorization,
            reason=form.reason.data or "",
            text=form.text.data or "",
            possible_from=form.possible_from.data,
            version=form.read_version,
        )

    return _answer(authorization, form, "refuse", decide)


def _answer(authorization: Authorization, form: Any, name: str, decide: Any) -> Response:
    """Carry out one of the three answers; show the desk again, with what to change, when it cannot be."""
    public_id = authorization.public_id
    if form.validate():
        try:
            decide()
        except Invalid as error:
            form.show_errors(error.fields)
        except Conflict as error:
            flash(error.message, "stop")
            fresh = queries.get_for_the_desk(actor(), public_id)
            return _desk(list(queries.waiting_for(actor())), fresh, status=409)
        else:
            flash(_said(queries.get_for_the_desk(actor(), public_id), name), "good")
            return see_other(url_for("desk.show_request", public_id=public_id))
    authorization = queries.get_for_the_desk(actor(), public_id)
    return _desk(list(queries.waiting_for(actor())), authorization, forms={name: form}, status=422)


def _said(authorization: Authorization, name: str) -> str:
    person, owner = authorization.person.full_name, authorization.mission.owner.full_name
    if name == "authorize":
        return _(
            "%(percent)s%% authorized. %(person)s and %(owner)s were told.",
            percent=authorization.percent,
            person=person,
            owner=owner,
        )
    if name == "counter":
        return _(
            "Other terms proposed. %(person)s and %(owner)s were told and must both answer.", person=person, owner=owner
        )
    return _(
        "Refused. %(person)s and %(owner)s were told why, and the place went back to the mission.",
        person=person,
        owner=owner,
    )


def _desk(
    waiting: list[Authorization],
    chosen: Authorization | None,
    *,
    forms: dict[str, Any] | None = None,
    status: int = 200,
) -> Response:
    shown = waiting if chosen is None or any(a.id == chosen.id for a in waiting) else [*waiting, chosen]
    assessments = {a.authorization.id: a for a in assess_all(shown)}
    return render(
        "desk/desk.html",
        status=status,
        waiting=[(a, board.urgency(a), board.verdict(assessments[a.id])) for a in waiting],
        chosen=chosen,
        panels=side_panels(actor()),
        **(_details(chosen, assessments[chosen.id], forms or {}) if chosen is not None else {}),
    )


def _details(authorization: Authorization, assessment: Assessment, forms: dict[str, Any]) -> dict[str, Any]:
    records = records_of(authorization)
    return {
        "assessment": assessment,
        "findings": board.sorted_findings(assessment),
        "weeks": board.week_heads(assessment),
        "rows": board.team_rows(assessment),
        "in_the_way": board.missions_in_the_way(assessment, language()),
        "skills": queries.skills_asked(authorization, language()),
        "choice": queries.choice_behind(authorization),
        "steps": whole_path(authorization, records, actor()),
        "history": history_of(records),
        "actions": {transition.name for transition in AUTHORIZATION.available(actor(), authorization)},
        "forms": {**_fresh_forms(authorization), **forms},
        "opened": next(iter(forms), ""),
    }


def _fresh_forms(authorization: Authorization) -> dict[str, Any]:
    version = str(authorization.version)
    counter = CounterForm(
        prefix="counter-",
        formdata=None,
        percent=authorization.percent,
        first_week=authorization.first_week,
        last_week=authorization.last_week,
        version=version,
    )
    return {
        "authorize": AuthorizeForm(prefix="authorize-", formdata=None, version=version),
        "counter": counter,
        "refuse": RefuseForm(prefix="refuse-", formdata=None, version=version),
    }
