"""One answer to several candidates: what each will read, then, once confirmed, what was done."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, request, url_for

from portal.applications import queries, services
from portal.applications.batch.forms import DECISIONS, BatchForm, tick_of
from portal.applications.batch.previews import mail_of
from portal.applications.batch.services import Answer, Decision, Outcome, answer_several, check_answer, is_possible
from portal.applications.labels import state_words
from portal.applications.models import Application
from portal.applications.turns import turns_of
from portal.applications.views.owner import candidates_page
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import ngettext
from portal.missions.models import Mission
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import typed_in
from portal.web.htmx import render

bp = Blueprint("batch", __name__)


@bp.post("/missions/<public_id>/applications/answer")
@audience(Entry.EMPLOYEES)
def answer(public_id: str) -> Response:
    """First what each will read, then, once confirmed, sent."""
    mission = queries.owned_mission(actor(), public_id)
    services.check_may_choose(actor(), mission)
    form = BatchForm(prefix="batch")
    chosen = queries.candidates_named(mission, list(form.versions))
    form.name_ticks(chosen)
    if not form.confirmed.data and form.validate():
        return _preview(mission, chosen, form)
    outcomes: list[Outcome] = []

    def act() -> None:
        outcome = answer_several(actor(), mission, chosen, form.answer, versions=form.versions, sending=form.sending)
        if not outcome.done:
            raise Conflict(code="batch.stale")
        outcomes.append(outcome)

    return carry_out(
        form,
        act,
        again=partial(candidates_page, public_id, form),
        said=lambda: _said(form.answer, len(outcomes[0].done)),
        then=lambda: url_for("batch.show_answered", public_id=public_id, **outcomes[0]._asdict()),
    )


def _said(answer: Answer, count: int) -> str:
    if answer.decision is Decision.SHORTLIST:
        return ngettext("%(num)d person is shortlisted.", "%(num)d people are shortlisted.", count)
    return ngettext("%(num)d person was told.", "%(num)d people were told.", count)


def _preview(mission: Mission, chosen: list[Application], form: BatchForm) -> Response:
    answer, versions = form.answer, form.versions
    try:
        check_answer(mission, answer)
    except Invalid as error:
        form.show_errors(error.fields)
        return candidates_page(mission.public_id, form, status=422)
    ready = [one for one in chosen if is_possible(actor(), one, answer, versions[one.public_id])]
    if not ready:
        overtaken = Overtaken(Conflict().message, typed_in(form))
        return candidates_page(mission.public_id, form, status=409, conflict=overtaken)
    return render(
        "batch/preview.html",
        mission=mission,
        decision=DECISIONS[answer.decision],
        mails=[(one, mail_of(one, answer)) for one in ready],
        ticks=[tick_of(one) for one in ready],
        left=[(one, state_words(one, mine=False)) for one in chosen if one not in ready],
        form=form,
    )


@bp.get("/missions/<public_id>/applications/answered")
@audience(Entry.EMPLOYEES)
def show_answered(public_id: str) -> Response:
    """Who had the answer, and who was left out of it, as they stand now."""
    mission = queries.owned_mission(actor(), public_id)
    services.check_may_choose(actor(), mission)
    return render(
        "batch/answered.html",
        mission=mission,
        done=_lines(mission, request.args.getlist("done")),
        left=_lines(mission, request.args.getlist("left")),
    )


def _lines(mission: Mission, public_ids: list[str]) -> list[tuple[Any, ...]]:
    if not public_ids:
        return []
    found = queries.candidates_named(mission, public_ids)
    turns = turns_of(found, actor())
    return [(one, turn.state or state_words(one, mine=False), turn) for one, turn in zip(found, turns, strict=True)]
