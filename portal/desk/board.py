"""What the desk shows of an assessment: the team's weeks as a table, urgency and rules in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from portal.allocations import queries
from portal.allocations.assessment import Assessment
from portal.allocations.models import GRANTED_STATES, WAITING_STATES, CounterProposal
from portal.allocations.models import AuthorizationState as S
from portal.allocations.rows import AnyRequest, OtherTerms, Request, Talent
from portal.allocations.rules import Finding
from portal.applications.pausing.rules import is_paused
from portal.core import clock
from portal.core.bilingual import Text, pick
from portal.core.i18n import gettext as _
from portal.core.i18n import language, ngettext
from portal.web.jinja import day, week

SOON_DAYS = 2


class Tag(NamedTuple):
    """What `ui.tag` draws."""

    text: str
    tone: str
    symbol: str


class Line(NamedTuple):
    """A request in the list of those that wait: plain values, all that the line shows."""

    public_id: str
    person: Talent
    title: Text
    due: Tag
    rules: Tag
    in_place_of: str
    is_current: bool


def line(request: Request, assessment: Assessment, *, is_current: bool) -> Line:
    """The line of a request."""
    title = pick(request.mission, "title", language())
    manager = request.decider_for
    for_whom = _("For %(name)s", name=manager.full_name) if manager is not None else ""
    return Line(request.public_id, request.person, title, urgency(request), verdict(assessment), for_whom, is_current)


def urgency(authorization: AnyRequest) -> Tag:
    """How soon an answer is due."""
    if is_paused(authorization.mission):
        return Tag(_("The mission is paused"), "", "pause")
    left = (authorization.answer_due_on - clock.today()).days
    if left < 0:
        return Tag(ngettext("%(num)d day late", "%(num)d days late", -left), "stop", "clock")
    if left == 0:
        return Tag(_("Answer today"), "todo", "clock")
    text = _("By %(day)s", day=day(authorization.answer_due_on))
    return Tag(text, "todo" if left <= SOON_DAYS else "", "clock")


def verdict(assessment: Assessment) -> Tag:
    """The rules in one tag: kept, broken, or impossible as it stands."""
    if assessment.blocked:
        return Tag(_("Not possible as it stands"), "stop", "alert-triangle")
    if assessment.needs_reason:
        return Tag(_("Would break a rule"), "stop", "alert-triangle")
    return Tag(_("Within the rules"), "good", "check")


def week_heads(assessment: Assessment) -> list[dict[str, str]]:
    """The heads of the table: the ISO week, and its days as a title."""
    return [
        {"label": week(monday), "title": f"{day(monday)} – {day(clock.week_end(monday))}"}
        for monday in assessment.weeks
    ]


def team_rows(assessment: Assessment) -> list[dict[str, Any]]:
    """One row for each member of the team, the person first, with the request in their weeks.

    A request still open is added to what they give; once granted, it is part of it.
    """
    person = assessment.authorization.person
    team = sorted(assessment.team, key=lambda member: (member.id != person.id, member.family_name, member.id))
    is_open = is_undecided(assessment.authorization)
    own = dict.fromkeys(assessment.terms.weeks, assessment.terms.percent)
    if not is_open:
        own = queries.weeks_given(assessment.authorization)
    rows = []
    for member in team:
        loads = assessment.loads.get(member.id, {})
        is_asking = member.id == person.id
        cells = []
        for monday in assessment.weeks:
            ask = own.get(monday, 0) if is_asking else 0
            total = loads.get(monday, 0) + (ask if is_open else 0)
            cells.append({"percent": total, "ask": ask, "off": None, "over": is_asking and total > assessment.ceiling})
        rows.append(
            {
                "name": member.full_name,
                "href": None,
                "cells": cells,
                "current": is_asking,
                "ceiling": assessment.ceiling if is_asking else None,
            }
        )
    return rows


def is_undecided(authorization: AnyRequest) -> bool:
    """Whether its time is still only asked for, or proposed otherwise: its weeks are not taken."""
    return authorization.state in (*WAITING_STATES, S.COUNTERED)


def badge(authorization: AnyRequest) -> str:
    """The terms that count now, in one line: asked for, proposed instead, or authorized."""
    counter = authorization.counter
    if authorization.state is S.COUNTERED and counter is not None:
        return _(
            "%(percent)s%% instead of %(asked)s%%, from %(first)s to %(last)s",
            asked=authorization.percent,
            **_in_words(counter),
        )
    if authorization.state in (*GRANTED_STATES, S.ENDED):
        return _("%(percent)s%% authorized, from %(first)s to %(last)s", **_in_words(authorization))
    return _("%(percent)s%% asked for, from %(first)s to %(last)s", **_in_words(authorization))


def _in_words(terms: AnyRequest | CounterProposal | OtherTerms) -> dict[str, Any]:
    return {
        "percent": terms.percent,
        "first": day(terms.first_week),
        "last": day(clock.week_end(terms.last_week)),
    }


def outcome(authorization: AnyRequest) -> str:
    """What was decided and when, in a sentence; that there is nothing to decide when that is all there is to say."""
    when = day(authorization.decided_at) if authorization.decided_at is not None else ""
    if authorization.state in (*GRANTED_STATES, S.ENDED):
        return _("Authorized on %(day)s.", day=when)
    if authorization.state is S.REFUSED:
        return _("Refused on %(day)s.", day=when)
    if authorization.state is S.COUNTERED:
        return _(
            "Other terms proposed on %(day)s. They count once %(person)s and %(owner)s have both said yes.",
            day=when,
            person=authorization.person.full_name,
            owner=authorization.mission.owner.full_name,
        )
    return _("There is nothing for you to decide on this request now.")


def heading(authorization: AnyRequest, *, can_decide: bool) -> str:
    """What stands above the team's weeks: a supposition as long as nothing is decided."""
    if not is_undecided(authorization):
        return _("The team’s weeks")
    if authorization.state is S.COUNTERED:
        return _("If both say yes")
    return _("If you authorize it") if can_decide else _("If it is authorized")


def fit(skills: Sequence[queries.AskedSkill]) -> str:
    """How many of the skills asked the person holds, in a sentence."""
    total, held = len(skills), sum(skill.held is not None for skill in skills)
    if not held:
        return ngettext("Does not hold the skill asked.", "Holds none of the %(num)d skills asked.", total)
    if held == total:
        return ngettext("Holds the skill asked.", "Holds the %(num)d skills asked.", total)
    return ngettext(
        "Holds %(num)d of the %(total)d skills asked.",
        "Holds %(num)d of the %(total)d skills asked.",
        held,
        total=total,
    )


def missions_in_the_way(assessment: Assessment, locale: str) -> list[tuple[Text, int]]:
    """The other missions the person gives time to in the weeks a rule breaks (in all its weeks when none does)."""
    broken = [
        monday
        for finding in sorted_findings(assessment)
        if not finding.kept and not finding.told
        for monday in finding.weeks
    ]
    return queries.missions_beside(assessment.authorization, broken or list(assessment.terms.weeks), locale)


def sorted_findings(assessment: Assessment) -> list[Finding]:
    """What is broken first; nothing once decided, since what the rules would have said is past."""
    if not is_undecided(assessment.authorization):
        return []
    return sorted(assessment.findings, key=lambda finding: (finding.kept, finding.told, not finding.hard))
