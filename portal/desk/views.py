"""The manager's desk: what waits, the consequence before the decision, the decision in place."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, url_for

from portal import policies
from portal.allocations import queries, rows
from portal.allocations.assessment import Assessment, assess_all, terms_proposed
from portal.allocations.delegating.queries import get_running
from portal.allocations.history import history_of, records_of
from portal.allocations.labels import STATE
from portal.allocations.relieving.forms import ReliefForm
from portal.allocations.relieving.services import check_may_relieve
from portal.allocations.rows import Request
from portal.allocations.rules import Rule
from portal.allocations.workflow import AUTHORIZATION
from portal.core.errors import NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.desk import board, recalls
from portal.desk.decisions import DECISIONS, check_may, fresh_forms
from portal.desk.path import whole_path
from portal.desk.recalls import RECALLS
from portal.desk.relief import RELIEVE, relief_panel
from portal.desk.side import side_panels
from portal.talents.looks.noting import note_when_answered
from portal.talents.models import Section
from portal.talents.visibility import sight_into
from portal.waiting import announced_to
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken
from portal.web.forms import VersionedForm
from portal.web.htmx import render
from portal.web.steps import any_step, step_in

bp = Blueprint("desk", __name__)


@bp.get("/desk")
@audience(Entry.EMPLOYEES)
def show_desk() -> Response:
    """The most urgent request that waits for me, beside all the others."""
    return _desk(None)


@bp.get("/desk/<public_id>")
@audience(Entry.EMPLOYEES)
def show_request(public_id: str) -> Response:
    """One request, with its consequence."""
    return _desk(public_id)


@bp.post(f"/desk/<public_id>/<any({', '.join(DECISIONS)}):answer>")
@audience(Entry.EMPLOYEES)
def decide_request(public_id: str, answer: str) -> Response:
    """Yes, yes but otherwise, or not this time."""
    form = DECISIONS[answer].form(prefix=answer)
    authorization = queries.get_to_answer(actor(), public_id, version=form.read_version)
    return DECISIONS[answer].take(
        authorization,
        form,
        may=partial(check_may, actor(), authorization, answer),
        again=partial(_answered, public_id, (answer, form)),
        then=partial(url_for, "desk.show_request", public_id=public_id),
    )


@bp.post(f"/desk/<public_id>/time/{any_step(RECALLS)}")
@audience(Entry.EMPLOYEES)
def recall_time(public_id: str, step: str) -> Response:
    """Have granted time back for some weeks or for good, or give it again."""
    name = step_in(step)
    authorization = queries.get_for_the_desk(actor(), public_id)
    form = RECALLS[name].form(prefix=name)
    return RECALLS[name].take(
        authorization,
        form,
        may=partial(recalls.check_may, actor(), authorization, name),
        again=partial(_desk, public_id, sent=(name, form)),
        then=partial(url_for, "desk.show_request", public_id=public_id),
    )


@bp.post("/desk/<public_id>/relief")
@audience(Entry.EMPLOYEES)
def relieve(public_id: str) -> Response:
    """Say how the load is relieved while the time is given."""
    authorization = queries.get_for_the_desk(actor(), public_id)
    form = ReliefForm(prefix="relieve")
    return RELIEVE.take(
        authorization,
        form,
        may=partial(check_may_relieve, actor(), authorization),
        again=partial(_desk, public_id, sent=("relieve", form)),
        then=partial(url_for, "desk.show_request", public_id=public_id),
    )


def _answered(
    public_id: str, sent: tuple[str, VersionedForm], *, status: int, conflict: Overtaken | None = None
) -> Response:
    """The desk again; to who decides no more, only who does now and what they had written."""
    try:
        return _desk(public_id, sent=sent, status=status, conflict=conflict)
    except NotFound:
        authorization = queries.get_to_answer(actor(), public_id, version=sent[1].read_version)
        follows = policies.authorization_answer(actor(), authorization)
        return render(
            "desk/passed_on.html", status=status, authorization=authorization, conflict=conflict, follows=follows
        )


def _desk(
    public_id: str | None,
    *,
    sent: tuple[str, VersionedForm] | None = None,
    status: int = 200,
    conflict: Overtaken | None = None,
) -> Response:
    """The desk with one request open, the most urgent when none is named; `sent` is the answer that was refused."""
    waiting = rows.waiting_for(actor())
    chosen = next((request for request in waiting if public_id in (None, request.public_id)), None)
    shown = waiting
    if chosen is None and public_id is not None:
        chosen = rows.read_for_the_desk(actor(), public_id)
        shown = [*waiting, chosen]
    proposed = terms_proposed(chosen) if chosen is not None else None
    terms = {chosen.id: proposed} if chosen is not None and proposed is not None else {}
    assessments = {a.authorization.id: a for a in assess_all(shown, terms=terms)}
    refused = dict([sent]) if sent is not None and conflict is None else {}
    return render(
        "desk/desk.html",
        status=status,
        lines=[board.line(request, assessments[request.id], is_current=request is chosen) for request in waiting],
        chosen=chosen,
        conflict=conflict,
        panels=side_panels(actor()),
        away=get_running(actor()) if announced_to(actor()).away else None,
        manages=announced_to(actor()).team > 0,
        answered=_answered_lists(),
        states=STATE,
        **(_details(chosen, assessments[chosen.id], refused) if chosen is not None else {}),
    )


def _of_team(authorization: Request, assessment: Assessment, *, can_decide: bool) -> dict[str, Any] | None:
    """What the request does to the team’s weeks; None for who decided and has nothing to do with the team any more."""
    if not policies.team_weeks_read(actor(), authorization):
        return None
    return {
        "heading": board.heading(authorization, can_decide=can_decide),
        "findings": board.sorted_findings(assessment),
        "weeks": board.week_heads(assessment),
        "rows": board.team_rows(assessment),
        "in_the_way": board.missions_in_the_way(assessment, language()),
    }


def _answered_lists() -> list[tuple[str, list[rows.Answered]]]:
    countered, decided, in_place = rows.answered_by(actor())
    return [
        (_("Waiting for their answer"), countered),
        (_("Decided lately"), decided),
        (_("Decided in my place"), in_place),
    ]


def _details(authorization: Request, assessment: Assessment, forms: dict[str, Any]) -> dict[str, Any]:
    records = records_of(authorization)
    choice = queries.choice_behind(authorization, actor(), language())
    note_when_answered(actor(), {authorization.person_id: choice.sight})
    actions = {transition.name for transition in AUTHORIZATION.available(actor(), authorization)}
    of_team = _of_team(authorization, assessment, can_decide=bool(actions))
    if of_team is not None and any(finding.rule is Rule.PAUSE for finding in of_team["findings"]):
        sight = sight_into(actor(), authorization.person, Section.AVAILABILITY)
        note_when_answered(actor(), {authorization.person_id: sight})
    return {
        "assessment": assessment,
        "badge": board.badge(authorization),
        "undecided": board.is_undecided(authorization),
        "outcome": board.outcome(authorization),
        "of_team": of_team,
        "fit": board.fit(choice.skills),
        "choice": choice,
        "steps": whole_path(authorization, records, actor()),
        "history": history_of(records, authorization, actor()),
        "actions": actions,
        "relief": relief_panel(actor(), authorization, forms.get("relieve")),
        "recall": recalls.recall_panel(actor(), authorization, {n: form for n, form in forms.items() if n in RECALLS}),
        "forms": {**fresh_forms(authorization), **forms},
        "opened": next(iter(forms), ""),
    }
