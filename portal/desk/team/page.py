"""What the team's calendar shows: the weeks as a table, what they are made of, and the same for a spreadsheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.allocations.labels import STATE
from portal.allocations.queries import Weeks, weeks_of
from portal.allocations.time_rules import parse_week
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.desk.team.queries import Lead, Member, Share, members_of, shares_of
from portal.organization.models import Person
from portal.web.jinja import day, week

LENGTHS = (13, 26, 52)
_TO_FRIDAY = timedelta(days=4)


@dataclass(frozen=True)
class Window:
    """Which weeks are looked at: `count` of them from the Monday `first`."""

    first: date
    count: int

    @property
    def weeks(self) -> Sequence[date]:
        """Their Mondays."""
        return clock.weeks_between(self.first, self.last)

    @property
    def last(self) -> date:
        """The last Monday."""
        return self.first + timedelta(weeks=self.count - 1)

    def moved(self, weeks: int) -> Window:
        """As many weeks, so many later."""
        return Window(self.first + timedelta(weeks=weeks), self.count)


def window_of(start: str, count: str) -> Window:
    """The weeks that an address asks for; a quarter from the present week on where it asks for none that make sense."""
    first = parse_week(start) or clock.this_week()
    if clock.is_far(first):
        first = clock.this_week()
    return Window(first, int(count) if count in map(str, LENGTHS) else LENGTHS[0])


@dataclass(frozen=True)
class TeamWeeks:
    """A team over some weeks."""

    window: Window
    members: Sequence[Member]
    known: Weeks
    shares: Mapping[int, Sequence[Share]]

    def given(self, member: Member, monday: date) -> int:
        """Percent of a week given to missions."""
        return self.known.loads.get(member.id, {}).get(monday, 0)

    def asked(self, member: Member, monday: date) -> int:
        """Percent of a week asked for, or proposed instead."""
        return sum(
            share.percent
            for share in self.shares.get(member.id, ())
            if share.is_asked and share.first_week <= monday <= share.last_week
        )

    def is_away(self, member: Member, monday: date) -> bool:
        """Whether they announced a pause that meets this week."""
        return any(
            first <= monday + _TO_FRIDAY and last >= monday for first, last in self.known.pauses.get(member.id, ())
        )


def team_weeks(actor: Person, lead: Lead, window: Window, locale: str) -> TeamWeeks:
    """The team of `lead` as `actor` reads it. Three statements, however many people and weeks."""
    members = members_of(lead)
    ids = [member.id for member in members]
    shares: dict[int, list[Share]] = defaultdict(list)
    for share in shares_of(actor, ids, window.first, window.last, locale) if ids else ():
        shares[share.person_id].append(share)
    return TeamWeeks(window, members, weeks_of(ids, window.first, window.last), shares)


def week_heads(window: Window) -> list[dict[str, str]]:
    """The heads of the table: the ISO week, and its days as a title."""
    return [
        {"label": week(monday), "title": f"{day(monday)} – {day(clock.week_end(monday))}"} for monday in window.weeks
    ]


def table_rows(team: TeamWeeks) -> list[dict[str, Any]]:
    """The team as a whole, then one row for each member; what is asked stands on what is given."""
    rows = [_row(team, member) for member in team.members]
    size = len(rows)
    whole = [
        {key: sum(row["cells"][at][key] for row in rows) / size for key in ("percent", "ask")} | {"over": False}
        for at in range(team.window.count if size else 0)
    ]
    return [{"name": _("The whole team"), "cells": whole, "current": True}, *rows]


def _row(team: TeamWeeks, member: Member) -> dict[str, Any]:
    ceiling = team.known.ceilings[member.id]
    cells = []
    for monday in team.window.weeks:
        ask = team.asked(member, monday)
        total = team.given(member, monday) + ask
        away = _("away") if not total and team.is_away(member, monday) else None
        cells.append({"percent": total, "ask": ask, "over": total > ceiling, "off": away})
    return {"name": member.full_name, "href": f"#{member.public_id}", "cells": cells, "ceiling": ceiling}


def pauses_of(team: TeamWeeks, member: Member) -> Sequence[tuple[date, date]]:
    """The pauses that someone announced in these weeks."""
    return team.known.pauses.get(member.id, ())


def table(team: TeamWeeks) -> Iterator[tuple[Any, ...]]:
    """The same for a spreadsheet: one line for each person and week in which there is something."""
    yield (
        *(_("Person"), _("Week"), _("First day"), _("Given, in %"), _("Asked for, in %"), _("Ceiling, in %")),
        *(_("Away"), _("Missions")),
    )
    for member in team.members:
        for monday in team.window.weeks:
            given, asked, away = team.given(member, monday), team.asked(member, monday), team.is_away(member, monday)
            if given or asked or away:
                titles = [
                    f"{share.title.text} ({STATE[share.state]})"
                    for share in team.shares.get(member.id, ())
                    if share.first_week <= monday <= share.last_week
                ]
                yield (
                    *(member.full_name, f"{monday:%G-W%V}", monday, given, asked, team.known.ceilings[member.id]),
                    *(_("yes") if away else "", ", ".join(titles)),
                )
