"""Who is told of a question and of its answer. Queued, sent after the commit."""

from __future__ import annotations

from portal.missions.following.notifications import tell_followers
from portal.missions.following.queries import may_read
from portal.missions.notifications import owners
from portal.missions.questions.models import Question
from portal.missions.questions.wording import ANSWERED
from portal.notices.telling import tell
from portal.organization.models import Person


def tell_asked(question: Question) -> None:
    """Those who own the mission: someone asks."""
    for person in owners(question.mission):
        tell(person, "missions/question_asked", mission=question.mission, question=question)


def tell_answered(actor: Person, question: Question) -> None:
    """Whoever asked, and those who follow the mission, read the answer. The other owner finds it on the page."""
    asker = question.asked_by
    if may_read(asker, question.mission):
        tell(asker, "missions/question_answered", mission=question.mission, question=question, actor=actor)
    text = f"{question.text}\n\n{question.answer}"
    tell_followers(question.mission, ANSWERED, text=text, actor=actor, but={asker.id})


def tell_set_aside(actor: Person, question: Question, *, text: str) -> None:
    """Whoever asked reads why it is not shown any more."""
    if may_read(question.asked_by, question.mission):
        tell(
            question.asked_by,
            "missions/question_set_aside",
            mission=question.mission,
            question=question,
            actor=actor,
            text=text,
        )
