"""Giving several candidates the same answer. What came too late for one is left out, and said; the others have it."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from portal.applications import services
from portal.applications.models import Application, NotSelectedReason
from portal.applications.workflow import APPLICATION
from portal.core import submission
from portal.core.errors import Conflict, Invalid
from portal.missions.models import Mission
from portal.organization.models import Person


class Decision(enum.StrEnum):
    """What can be said to several people at once, named as the transitions are."""

    NOT_SELECT = "not_select"
    HOLD = "hold"
    SHORTLIST = "shortlist"


@dataclass(frozen=True)
class Answer:
    """A decision, with the reason and the words of a no, or the day until which they are on hold."""

    decision: Decision
    reason: str = ""
    text: str = ""
    until: date | None = None


class Outcome(NamedTuple):
    """The public ids of those who have the answer, and of those it came too late for."""

    done: list[str]
    left: list[str]


def is_possible(actor: Person, application: Application, answer: Answer, version: int) -> bool:
    """Whether this candidate can have the answer now, as the reader saw them."""
    return APPLICATION.can(actor, application, answer.decision.value) and application.version == version


def check_answer(mission: Mission, answer: Answer) -> None:
    """Raise `Invalid` when nobody could be given this answer: see `check_reason` and `check_hold_day`."""
    if answer.decision is Decision.NOT_SELECT:
        services.check_reason(mission, NotSelectedReason(answer.reason))
    elif answer.decision is Decision.HOLD:
        services.check_hold_day(answer.until)


def answer_several(
    actor: Person,
    mission: Mission,
    applications: Sequence[Application],
    answer: Answer,
    *,
    versions: Mapping[str, int],
    sending: str = "",
) -> Outcome:
    """Give each of these candidates the answer, in a transaction of their own. They are told.

    `versions` are those that the author was looking at, by public id. The same `sending` twice changes nothing more.
    Raises `Forbidden` for those who do not own the mission, `Invalid` as `check_answer`.
    """
    services.check_may_choose(actor, mission)
    check_answer(mission, answer)
    named = {application.public_id: application for application in applications}
    done = []
    for public_id, application in named.items():
        key = submission.key_of([(sending, public_id)]) if sending else None
        with suppress(Conflict, Invalid):  # they moved on meanwhile, or the last place is free again
            _answer(actor, application, answer, versions[public_id], key)
            done.append(public_id)
    return Outcome(done, [public_id for public_id in named if public_id not in done])


def _answer(actor: Person, application: Application, answer: Answer, version: int, key: str | None) -> None:
    if answer.decision is Decision.SHORTLIST:
        services.shortlist_application(actor, application, version=version, key=key)
    elif answer.decision is Decision.HOLD and answer.until is not None:
        services.hold_application(actor, application, until=answer.until, version=version, key=key)
    else:
        services.not_select_application(
            actor, application, reason=answer.reason, text=answer.text, version=version, key=key
        )
