"""Asking and answering. Each verb is one transaction."""

from __future__ import annotations

from portal import policies
from portal.core import audit, clock, submission
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import lazy_ngettext
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.questions import notifications
from portal.missions.questions.models import LONGEST_QUESTION, Question
from portal.missions.questions.queries import waiting_of
from portal.missions.questions.rules import ANSWERED_IN, MOST_WAITING, takes_questions
from portal.missions.questions.wording import EMPTY_ANSWER, EMPTY_QUESTION, EMPTY_REASON
from portal.missions.services import hold
from portal.organization.models import Person


def check_may_ask(actor: Person, mission: Mission) -> None:
    """Raise `Forbidden` for those who own the mission: they answer."""
    if not policies.question_ask(actor, mission):
        raise Forbidden(_l("You own this mission: questions are put to you."), code="question.ask")


def check_may_answer(actor: Person, question: Question) -> None:
    """Raise `Forbidden` for those who do not own the mission."""
    if not policies.mission_own(actor, question.mission):
        raise Forbidden(_l("Only those who own the mission answer."), code="question.answer")


def ask_question(actor: Person, mission: Mission, *, text: str, key: str | None) -> Question:
    """Put a question to those who own the mission, before everyone who reads it. The same `key` twice asks once.

    Raises `Forbidden` for those who own it, `Conflict` when it takes no questions or too many of one's own wait,
    `Invalid` when the text is empty or too long.
    """
    check_may_ask(actor, mission)
    text = _checked_question(text)
    with transaction() as session:
        hold(mission)
        earlier = submission.earlier_object(actor, key, Question)
        if earlier is not None:
            return earlier
        _check_open(actor, mission)
        question = Question(mission=mission, asked_by=actor, text=text)
        session.add(question)
        session.flush()
        submission.remember(actor, key, question.public_id)
        audit.record(actor, question, "ask", text=text)
        notifications.tell_asked(question)
    return question


def _check_open(actor: Person, mission: Mission) -> None:
    if not takes_questions(mission):
        raise Conflict(_l("This mission takes no questions any more."), code="question.closed")
    if waiting_of(actor, mission) >= MOST_WAITING:
        sentence = lazy_ngettext(
            "%(num)d question of yours waits for an answer here. Wait for it before you ask another one.",
            "%(num)d questions of yours wait for an answer here. Wait for them before you ask another one.",
            MOST_WAITING,
        )
        raise Conflict(sentence, code="question.many")


def _checked_question(text: str) -> str:
    text = checked_text(text, "text", required=EMPTY_QUESTION)
    if len(text) > LONGEST_QUESTION:
        raise Invalid(fields={"text": _l("Keep it under %(count)s characters.", count=LONGEST_QUESTION)})
    return text


def answer_question(actor: Person, question: Question, *, text: str, version: int | None) -> Question:
    """Answer before everyone who reads the mission, or say it better; whoever asked and the followers are told.

    Raises `Forbidden`, `Conflict` (someone answered meanwhile, or the mission is over), `Invalid` when it is empty.
    """
    check_may_answer(actor, question)
    with transaction():
        _hold(question)
        question.expect(version)
        if question.mission.state not in ANSWERED_IN:
            raise Conflict(_l("This mission is over: nobody reads its questions any more."), code="question.over")
        text = checked_text(text, "text", required=EMPTY_ANSWER)
        is_first = question.answered_at is None
        if text == question.answer:
            return question
        question.answer, question.answered_by, question.answered_at = text, actor, clock.now()
        audit.record(actor, question, "answer" if is_first else "answer_again", text=text)
        notifications.tell_answered(actor, question)
    return question


def withdraw_question(actor: Person, question: Question) -> None:
    """Take back a question that nobody has answered. Raises `Forbidden`, or `Conflict` once it is answered."""
    if actor.id != question.asked_by_id:
        raise Forbidden(_l("Only whoever asked takes a question back."), code="question.withdraw")
    with transaction():
        _hold(question)
        if question.answered_at is not None:
            raise Conflict(
                _l("It was answered meanwhile, and others have read it: it stays."), code="question.answered"
            )
        question.removed_at = clock.now()
        audit.record(actor, question, "withdraw")


def set_aside_question(actor: Person, question: Question, *, text: str, version: int | None) -> None:
    """Show it to nobody any more; whoever asked reads why. Raises `Forbidden`, `Conflict`, `Invalid` without a why."""
    check_may_answer(actor, question)
    with transaction():
        _hold(question)
        question.expect(version)
        text = checked_text(text, "text", required=EMPTY_REASON)
        question.removed_at = clock.now()
        audit.record(actor, question, "set_aside", text=text)
        notifications.tell_set_aside(actor, question, text=text)


def _hold(question: Question) -> None:
    """Read the question afresh and keep others from changing it. Raises `Conflict` when it is gone."""
    db.session.refresh(question, with_for_update={"of": Question})
    if question.removed_at is not None:
        raise Conflict(_l("This question was taken back or set aside meanwhile."), code="question.gone")
