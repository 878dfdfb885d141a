"""What a request meets or breaks, computed from plain numbers: no database, no clock, no request.

Weeks are Mondays, loads are percents of a week given to missions. The figures are the organization's; they stand here
until each organization sets its own.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import lazy_ngettext as _n

DEFAULT_CEILING = 40
HARD_LIMIT = 100
PRESENT_SHARE = 60
PRESENT_PEOPLE = (3, 5)
NOTICE_WEEKS = 1
_TO_FRIDAY = timedelta(days=4)

Loads = Mapping[date, int]


class Rule(enum.StrEnum):
    """The rules a request is held against."""

    LIMIT = "limit"
    CEILING = "ceiling"
    PILOT = "pilot"
    TEAM = "team"
    NOTICE = "notice"
    PAUSE = "pause"


@dataclass(frozen=True)
class Finding:
    """One rule, kept or broken, said in a sentence. Breaking a `hard` one cannot be authorized at all; what is only
    `told` is for whoever decides to weigh, and binds nobody."""

    rule: Rule
    kept: bool
    sentence: Any
    hard: bool = False
    weeks: tuple[date, ...] = ()
    told: bool = False


@dataclass(frozen=True)
class Terms:
    """A share of each week from `weeks[0]` to `weeks[-1]`."""

    percent: int
    weeks: Sequence[date]


def check_ceiling(name: str, terms: Terms, used: Loads, ceiling: int) -> Finding:
    """Whether the person stays under their ceiling in every week; else by how much, at most, and when."""
    totals = {week: used.get(week, 0) + terms.percent for week in terms.weeks}
    over = tuple(week for week in terms.weeks if totals[week] > ceiling)
    if not over:
        return Finding(
            Rule.CEILING, True, _l("%(name)s stays within the ceiling of %(ceiling)s%%.", name=name, ceiling=ceiling)
        )
    most = max(totals.values())
    if most > HARD_LIMIT:
        return Finding(
            Rule.LIMIT,
            False,
            _n(
                "%(num)d week would pass a full week: %(name)s would be at %(most)s%%. Propose less, or other weeks.",
                "%(num)d weeks would pass a full week: %(name)s would be at %(most)s%%. Propose less, or other weeks.",
                sum(total > HARD_LIMIT for total in totals.values()),
                name=name,
                most=most,
            ),
            hard=True,
            weeks=tuple(week for week in terms.weeks if totals[week] > HARD_LIMIT),
        )
    return Finding(
        Rule.CEILING,
        False,
        _n(
            "%(name)s would pass the ceiling of %(ceiling)s%% in %(num)d week, by %(over)s points at most.",
            "%(name)s would pass the ceiling of %(ceiling)s%% in %(num)d weeks, by %(over)s points at most.",
            len(over),
            name=name,
            ceiling=ceiling,
            over=most - ceiling,
        ),
        weeks=over,
    )


def check_team(terms: Terms, person_id: int, team: Mapping[int, Loads]) -> Finding:
    """Whether, each week, enough of the team keeps most of its time for the team. `team` holds everyone's loads."""
    part, whole = PRESENT_PEOPLE
    size = len(team)
    needed = -(-size * part // whole)
    own = team.get(person_id, {})
    asked = {person_id: {week: own.get(week, 0) + terms.percent for week in terms.weeks}}
    away = Counter(
        week for loads in {**team, **asked}.values() for week, used in loads.items() if used > 100 - PRESENT_SHARE
    )
    fewest = size - max((away[week] for week in terms.weeks), default=0)
    thin = [week for week in terms.weeks if size - away[week] < needed]
    if thin:
        return Finding(
            Rule.TEAM,
            False,
            _n(
                "In %(num)d week, only %(present)s people of %(size)s would keep %(share)s%% or more for the team.",
                "In %(num)d weeks, only %(present)s people of %(size)s would keep %(share)s%% or more for the team.",
                len(thin),
                present=fewest,
                size=size,
                share=PRESENT_SHARE,
            ),
            weeks=tuple(thin),
        )
    return Finding(
        Rule.TEAM,
        True,
        _l(
            "At least %(present)s people of %(size)s keep %(share)s%% or more for the team every week.",
            present=fewest,
            size=size,
            share=PRESENT_SHARE,
        ),
    )


def check_notice(terms: Terms, today: date) -> Finding:
    """Whether it starts after the present week, and the whole weeks the team still has, the days when there are none.

    The week under way counts on its Monday only.
    """
    days = (terms.weeks[0] - today).days
    this_week = today - timedelta(days=today.weekday())
    if terms.weeks[0] < this_week:
        return Finding(
            Rule.NOTICE, False, _l("The first week asked for is already past. Propose other weeks."), hard=True
        )
    if terms.weeks[0] < this_week + timedelta(weeks=NOTICE_WEEKS):
        return Finding(Rule.NOTICE, False, _l("It would start this very week, without notice for the team."))
    if days < 7:
        left = _n("The team has %(num)d day to get organized.", "The team has %(num)d days to get organized.", days)
        return Finding(Rule.NOTICE, True, left)
    return Finding(
        Rule.NOTICE,
        True,
        _n(
            "The team has %(num)d week to get organized.",
            "The team has %(num)d weeks to get organized.",
            days // 7,
        ),
    )


def pause_finding(name: str, terms: Terms, pauses: Sequence[tuple[date, date]]) -> Finding | None:
    """The weeks asked for that meet a pause the person announced, as first and last days; None when there is none.

    It is their own word of when they are free, and they took the place: nothing is broken by it.
    """
    weeks = tuple(
        week for week in terms.weeks if any(first <= week + _TO_FRIDAY and last >= week for first, last in pauses)
    )
    if not weeks:
        return None
    sentence = _n(
        "%(name)s announced a pause that meets %(num)d of these weeks.",
        "%(name)s announced a pause that meets %(num)d of these weeks.",
        len(weeks),
        name=name,
    )
    return Finding(Rule.PAUSE, False, sentence, weeks=weeks, told=True)


def pilot_findings(broken: Sequence[Any], has_pilot: bool) -> list[Finding]:
    """The pilot's own rules: each broken one, or one sentence when all are kept."""
    if broken:
        return [Finding(Rule.PILOT, False, sentence, hard=True) for sentence in broken]
    return [Finding(Rule.PILOT, True, _l("The rules of the pilot are kept."))] if has_pilot else []


def is_blocked(findings: Sequence[Finding]) -> bool:
    """Whether something broken cannot be overridden here."""
    return any(not finding.kept and finding.hard for finding in findings)


def needs_reason(findings: Sequence[Finding]) -> bool:
    """Whether authorizing takes a written reason."""
    return any(not finding.kept and not finding.told for finding in findings)
