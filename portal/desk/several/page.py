"""Requests that wait side by side: what each would do beside those that are picked, and the team's weeks with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.allocations.assessment import CONTEXT_WEEKS, Assessment, Member, assess_all
from portal.allocations.rows import Request
from portal.core import clock
from portal.core.bilingual import Text, pick
from portal.core.i18n import language
from portal.desk import board
from portal.web.jinja import day, week

MOST_WEEKS = 26


@dataclass(frozen=True)
class Choice:
    """A request that waits, as one line: whether it is picked, and what the rules say of it beside the picked ones."""

    request: Request
    title: Text
    due: board.Tag
    verdict: board.Tag
    broken: Sequence[Any]
    is_picked: bool
    may_be_picked: bool


@dataclass(frozen=True)
class Several:
    """All that wait; the weeks with those that are picked."""

    choices: Sequence[Choice]
    heads: Sequence[dict[str, str]]
    rows: Sequence[dict[str, Any]]

    @property
    def picked(self) -> list[Request]:
        """Those that are picked and keep the rules, in the order of the list."""
        return [choice.request for choice in self.choices if choice.is_picked and choice.may_be_picked]

    @property
    def in_the_way(self) -> list[Request]:
        """Those that are picked and would break a rule beside the others: decided on alone, with a reason."""
        return [choice.request for choice in self.choices if choice.is_picked and not choice.may_be_picked]


def weigh(waiting: Sequence[Request], picked: Collection[str]) -> Several:
    """The requests that wait, with those picked by their public ids."""
    together = [request.id for request in waiting if request.public_id in picked]
    assessments = assess_all(waiting, together=together)
    choices = [
        _choice(request, assessment, is_picked=request.id in together)
        for request, assessment in zip(waiting, assessments, strict=True)
    ]
    shown = [one for one in assessments if one.authorization.id in together] or assessments
    weeks = _weeks(shown)
    return Several(choices, [_head(monday) for monday in weeks], _rows(shown, set(together), weeks))


def _choice(request: Request, assessment: Assessment, *, is_picked: bool) -> Choice:
    return Choice(
        request,
        pick(request.mission, "title", language()),
        board.urgency(request),
        board.verdict(assessment),
        [finding.sentence for finding in assessment.broken],
        is_picked,
        not assessment.blocked and not assessment.needs_reason,
    )


def _weeks(assessments: Sequence[Assessment]) -> list[date]:
    if not assessments:
        return []
    around = timedelta(weeks=CONTEXT_WEEKS)
    first = min(one.terms.weeks[0] for one in assessments) - around
    last = max(one.terms.weeks[-1] for one in assessments) + around
    return clock.weeks_between(first, last)[:MOST_WEEKS]


def _head(monday: date) -> dict[str, str]:
    return {"label": week(monday), "title": f"{day(monday)} – {day(clock.week_end(monday))}"}


def _rows(assessments: Sequence[Assessment], together: set[int], weeks: Sequence[date]) -> list[dict[str, Any]]:
    """One row for each member of these teams, those concerned first; what is picked stands on what is given."""
    if not assessments:
        return []
    given = assessments[0].loads  # the first of those picked was assessed before any other was supposed
    asked: dict[int, dict[date, int]] = {}
    ceilings: dict[int, int] = {}
    members: dict[int, Member] = {}
    for one in assessments:
        person_id = one.authorization.person_id
        members |= {member.id: member for member in one.team}
        ceilings[person_id] = one.ceiling
        if one.authorization.id in together:
            own = asked.setdefault(person_id, {})
            for monday in one.terms.weeks:
                own[monday] = own.get(monday, 0) + one.terms.percent
    rows = []
    for member in sorted(members.values(), key=lambda one: (one.id not in ceilings, one.family_name, one.id)):
        ceiling = ceilings.get(member.id)
        cells = []
        for monday in weeks:
            ask = asked.get(member.id, {}).get(monday, 0)
            total = given.get(member.id, {}).get(monday, 0) + ask
            cells.append({"percent": total, "ask": ask, "off": None, "over": ceiling is not None and total > ceiling})
        rows.append(
            {"name": member.full_name, "href": None, "cells": cells, "current": ceiling is not None, "ceiling": ceiling}
        )
    return rows
