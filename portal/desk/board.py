"""What the desk shows of an assessment: the team's weeks as a table, urgency and rules in words."""

from __future__ import annotations

from typing import Any

from portal.allocations import queries
from portal.allocations.assessment import Assessment
from portal.allocations.models import Authorization
from portal.allocations.rules import Finding
from portal.core import clock
from portal.core.bilingual import Text
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.web.jinja import day, week

SOON_DAYS = 2


def urgency(authorization: Authorization) -> dict[str, str]:
    """How soon an answer is due: a tag's text, tone and symbol."""
    left = (authorization.answer_due_on - clock.today()).days
    if left < 0:
        return {
            "text": ngettext("%(num)d day late", "%(num)d days late", -left),
            "tone": "stop",
            "symbol": "clock",
        }
    if left == 0:
        return {"text": _("Answer today"), "tone": "todo", "symbol": "clock"}
    text = _("Answer by %(day)s", day=day(authorization.answer_due_on))
    return {"text": text, "tone": "todo" if left <= SOON_DAYS else "", "symbol": "clock"}


def verdict(assessment: Assessment) -> dict[str, str]:
    """The rules in one tag: kept, broken, or impossible as it stands."""
    if assessment.blocked:
        return {"text": _("Not possible as it stands"), "tone": "stop", "symbol": "alert-triangle"}
    if assessment.needs_reason:
        return {"text": _("Would break a rule"), "tone": "stop", "symbol": "alert-triangle"}
    return {"text": _("Within the rules"), "tone": "good", "symbol": "check"}


def week_heads(assessment: Assessment) -> list[dict[str, str]]:
    """The heads of the table: the ISO week, and its days as a title."""
    return [
        {"label": week(monday), "title": f"{day(monday)} – {day(clock.week_end(monday))}"}
        for monday in assessment.weeks
    ]


def team_rows(assessment: Assessment) -> list[dict[str, Any]]:
    """One row for each member of the team, the person first, with the request added to their weeks."""
    person = assessment.authorization.person
    team = sorted(assessment.team, key=lambda member: (member.id != person.id, member.family_name, member.id))
    asked = set(assessment.terms.weeks)
    rows = []
    for member in team:
        loads = assessment.loads.get(member.id, {})
        is_asking = member.id == person.id
        cells = []
        for monday in assessment.weeks:
            ask = assessment.terms.percent if is_asking and monday in asked else 0
            total = loads.get(monday, 0) + ask
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


def missions_in_the_way(assessment: Assessment, locale: str) -> list[tuple[Text, int]]:
    """The missions the person already gives time to in the weeks a rule breaks (all asked weeks when none does)."""
    broken = [monday for finding in assessment.findings if not finding.kept for monday in finding.weeks]
    weeks = broken or list(assessment.terms.weeks)
    return queries.missions_behind(assessment.authorization.person_id, weeks, locale)


def sorted_findings(assessment: Assessment) -> list[Finding]:
    """What is broken first."""
    return sorted(assessment.findings, key=lambda finding: (finding.kept, not finding.hard))
