"""Asking a question on a brief, answering it, taking it back, setting it aside."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, url_for

from portal.core.errors import Conflict
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.missions.following.queries import follows
from portal.missions.queries import get_visible
from portal.missions.questions import services
from portal.missions.questions.forms import AnswerForm, AskForm, SetAsideForm
from portal.missions.questions.panel import questions_context
from portal.missions.questions.queries import get_question
from portal.missions.sheet import read_sheet
from portal.missions.wording import owner_names
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.htmx import render, see_other

bp = Blueprint("questions", __name__)


@bp.get("/missions/<public_id>/questions")
@audience(Entry.TALENTS)
def list_questions(public_id: str) -> Response:
    """The questions on a brief, on a page of their own."""
    return _page(public_id)


@bp.post("/missions/<public_id>/questions")
@audience(Entry.TALENTS)
def ask_question(public_id: str) -> Response:
    """Ask."""
    mission = get_visible(actor(), public_id)
    form = AskForm(prefix="ask")
    return carry_out(
        form,
        lambda: services.ask_question(actor(), mission, text=form.text.data or "", key=form.sending),
        may=partial(services.check_may_ask, actor(), mission),
        again=partial(_page, public_id, form),
        said=lambda: _(
            "Your question was sent to %(names)s. You will read the answer here, and be told of it.",
            names=owner_names(mission),
        ),
        then=partial(url_for, "missions.show_mission", public_id=public_id, _anchor="questions"),
    )


def _page(
    public_id: str, form: AskForm | None = None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    mission = read_sheet(actor(), public_id, language())
    panel = {"context": questions_context(actor(), mission, None if conflict else form)}
    return render("missions/questions/list.html", status=status, mission=mission, panel=panel, conflict=conflict)


@bp.get("/questions/<public_id>")
@audience(Entry.TALENTS)
def show_question(public_id: str) -> Response:
    """A question, for those who answer it."""
    return _answer_page(public_id)


@bp.post("/questions/<public_id>/answer")
@audience(Entry.TALENTS)
def answer_question(public_id: str) -> Response:
    """Answer it."""
    question = get_question(actor(), public_id)
    form = AnswerForm(prefix="answer")
    return carry_out(
        form,
        lambda: services.answer_question(actor(), question, text=form.text.data or "", version=form.read_version),
        may=partial(services.check_may_answer, actor(), question),
        again=partial(_answer_page, public_id, answer=form),
        said=lambda: _("Your answer is published. Whoever asked was told, and those who follow the mission."),
        then=lambda: url_for("missions.show_mission", public_id=question.mission.public_id, _anchor="questions"),
    )


@bp.post("/questions/<public_id>/set-aside")
@audience(Entry.TALENTS)
def set_aside_question(public_id: str) -> Response:
    """Show it no more, and say why to whoever asked."""
    question = get_question(actor(), public_id)
    form = SetAsideForm(prefix="aside")
    return carry_out(
        form,
        lambda: services.set_aside_question(actor(), question, text=form.text.data or "", version=form.read_version),
        may=partial(services.check_may_answer, actor(), question),
        again=partial(_answer_page, public_id, aside=form),
        said=lambda: _("The question is set aside. Whoever asked reads why."),
        then=lambda: url_for("missions.show_mission", public_id=question.mission.public_id, _anchor="questions"),
    )


@bp.post("/questions/<public_id>/withdraw")
@audience(Entry.TALENTS)
def withdraw_question(public_id: str) -> Response:
    """Take one's own question back."""
    question = get_question(actor(), public_id)
    mission = question.mission.public_id
    try:
        services.withdraw_question(actor(), question)
    except Conflict as error:
        return _page(mission, status=409, conflict=Overtaken(error.message, []))
    flash(_("Your question is taken back."), "good")
    return see_other(url_for("missions.show_mission", public_id=mission, _anchor="questions"))


def _answer_page(
    public_id: str,
    *,
    answer: AnswerForm | None = None,
    aside: SetAsideForm | None = None,
    status: int = 200,
    conflict: Overtaken | None = None,
) -> Response:
    question = get_question(actor(), public_id)
    services.check_may_answer(actor(), question)
    shown: dict[str, Any] = {"answer": answer, "aside": aside} if conflict is None else {"answer": None, "aside": None}
    return render(
        "missions/questions/answer.html",
        status=status,
        question=question,
        conflict=conflict,
        refused=shown["answer"] or shown["aside"],
        answer=shown["answer"] or AnswerForm.fresh("answer", version=str(question.version), text=question.answer),
        aside=shown["aside"] or SetAsideForm.fresh("aside", version=str(question.version)),
        followers=follows(actor(), question.mission_id)[1],
        is_refused_aside=shown["aside"] is not None,
    )
