"""Reading questions: whoever reads the mission reads them, and only its owners read who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal import policies
from portal.core.errors import NotFound
from portal.core.prepared import Prepared
from portal.extensions import db
from portal.missions.models import Mission
from portal.missions.queries import owned_ids
from portal.missions.queries import visible_to as missions_visible_to
from portal.missions.questions.models import Question
from portal.missions.questions.rules import ANSWERED_IN
from portal.missions.sheet import AnyMission
from portal.organization.models import Person

MOST_SHOWN = 100
_Answerer = sa.orm.aliased(Person)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as one reader may read it: `who` is empty for those who do not own the mission."""

    public_id: str
    version: int
    text: str
    asked_at: datetime
    is_mine: bool
    who: str
    answer: str
    answered_by: str
    answered_at: datetime | None


_QUESTIONS = Prepared(
    sa.select(
        Question.public_id,
        Question.version,
        Question.text,
        Question.created_at,
        Question.asked_by_id,
        Person.given_name,
        Person.family_name,
        Question.answer,
        _Answerer.given_name.label("answerer_given"),
        _Answerer.family_name.label("answerer_family"),
        Question.answered_at,
    )
    .join(Person, Person.id == Question.asked_by_id)
    .outerjoin(_Answerer, _Answerer.id == Question.answered_by_id)
    .where(Question.mission_id == sa.bindparam("mission_id", type_=sa.Integer), Question.removed_at.is_(None))
    .order_by(Question.id)
    .limit(MOST_SHOWN)
)


def questions_on(reader: Person, mission: AnyMission) -> list[Asked]:
    """The questions on a brief that `reader` may read, the first asked first."""
    owns = policies.mission_own(reader, mission)
    return [
        Asked(
            row.public_id,
            row.version,
            row.text,
            row.created_at,
            row.asked_by_id == reader.id,
            f"{row.given_name} {row.family_name}" if owns else "",
            row.answer,
            f"{row.answerer_given} {row.answerer_family}" if row.answerer_given else "",
            row.answered_at,
        )
        for row in _QUESTIONS.rows(mission_id=mission.id)
    ]


def get_question(reader: Person, public_id: str) -> Question:
    """One question on a mission that `reader` may read, with its mission. Raises `NotFound`."""
    found: Question | None = db.session.scalar(
        visible_to(reader)
        .where(Question.public_id == public_id)
        .options(joinedload(Question.mission).joinedload(Mission.owner), joinedload(Question.asked_by))
    )
    if found is None:
        raise NotFound
    return found


def waiting_of(person: Person, mission: Mission) -> int:
    """How many questions of someone wait for an answer on a mission."""
    waiting = sa.select(sa.func.count()).where(
        Question.mission_id == mission.id,
        Question.asked_by_id == person.id,
        Question.answered_at.is_(None),
        Question.removed_at.is_(None),
    )
    return db.session.scalar(waiting) or 0


def visible_to(reader: Any) -> sa.Select[Any]:
    """The questions on missions that `reader` may read, but for those taken back or set aside."""
    readable = missions_visible_to(reader).with_only_columns(Mission.id)
    return sa.select(Question).where(Question.removed_at.is_(None), Question.mission_id.in_(readable))


def questions_to_answer(reader: Any) -> sa.Select[Any]:
    """The ids of the questions that wait for an answer of this person."""
    owned = sa.select(owned_ids(reader).subquery().c[0])
    return (
        sa.select(Question.id)
        .join(Question.mission)
        .where(
            Question.mission_id.in_(owned),
            Mission.state.in_(ANSWERED_IN),
            Question.answered_at.is_(None),
            Question.removed_at.is_(None),
        )
    )
