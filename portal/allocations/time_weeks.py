"""Someone's time as a page shows it: the weeks to fill in, what was planned, what was spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.allocations import time_plans as plans
from portal.allocations import time_queries as queries
from portal.allocations.models import TimeState
from portal.allocations.time_rules import OLDEST_WEEKS, is_due
from portal.applications.models import ApplicationState
from portal.core import clock
from portal.organization.models import Person

MOST_SHOWN = 4

_Declared = dict[tuple[int, date], queries.Entry]


@dataclass(frozen=True)
class Line:
    """One place in one week: minutes planned, declared the week before (None: nothing), and the entry if any."""

    application: plans.Held
    planned: int
    last_week: int | None
    entry: queries.Entry | None

    @property
    def is_confirmed(self) -> bool:
        """Whether it can no longer be changed."""
        return self.entry is not None and self.entry.state is TimeState.CONFIRMED


@dataclass(frozen=True)
class Week:
    """One week of someone, for every place it is open for."""

    week: date
    lines: Sequence[Line]

    def line_of(self, application: str | None) -> Line | None:
        """The line of an application by its public id, if this week has it."""
        return next((line for line in self.lines if line.application.public_id == application), None)

    @property
    def editable(self) -> list[Line]:
        """What can still be declared or corrected."""
        return [line for line in self.lines if not line.is_confirmed]

    @property
    def is_missing(self) -> bool:
        """Whether planned time has nothing declared."""
        return any(line.planned and line.entry is None for line in self.lines)

    @property
    def planned_left(self) -> int:
        """Planned minutes of the places with nothing declared."""
        return sum(line.planned for line in self.lines if line.entry is None)

    @property
    def copied_left(self) -> int:
        """Minutes of the week before, for the places with nothing declared."""
        return sum(line.last_week or 0 for line in self.lines if line.entry is None)


@dataclass(frozen=True)
class Balance:
    """Minutes authorized to this day and in all, minutes declared, and those of them confirmed, for one place."""

    application: plans.Held
    authorized_so_far: int
    authorized: int
    declared: int
    confirmed: int

    @property
    def gap(self) -> int:
        """Declared beyond the authorized time to this day; negative when there is less."""
        return self.declared - self.authorized_so_far


@dataclass(frozen=True)
class MyTime:
    """Everything the page of one's own time shows above its history."""

    weeks: Sequence[Week]
    others: Sequence[Week]
    balances: Sequence[Balance]


def my_time(person: Person, asked: date | None = None) -> MyTime:
    """The week asked for or the present one, the latest ones with time missing, and the balance of each place.

    A week that was not asked for leaves out the places that expect nothing of it.
    """
    places = plans.places_of(person)
    plan = plans.plan_of([place.application for place in places])
    weeks = _weeks(person, places, plan)
    this_week = clock.this_week()
    first = asked if asked in weeks else this_week
    shown = [weeks[first] if first == asked else _expected(weeks[first])] if first in weeks else []
    rest = [_expected(week) for monday, week in weeks.items() if monday != first]
    shown += [week for week in rest if week.is_missing or week.week == this_week][: MOST_SHOWN - len(shown)]
    others = [week for week in rest if week.week not in {other.week for other in shown}]
    return MyTime(shown, others, _balances(places, plan, weeks.get(this_week)))


def _expected(week: Week) -> Week:
    """The week with the places that hold a plan or an entry for it; in the present one, also those still going on."""
    present = week.week == clock.this_week()
    kept = [
        line
        for line in week.lines
        if line.planned or line.entry or (present and line.application.state is ApplicationState.CONFIRMED)
    ]
    return Week(week.week, kept)


def week_of(person: Person, monday: date) -> Week:
    """One week of this person; without lines when it is open for no place."""
    places = plans.places_of(person)
    plan = plans.plan_of([place.application for place in places])
    return _weeks(person, places, plan).get(monday, Week(monday, ()))


def _weeks(person: Person, places: Sequence[plans.Place], plan: plans.Plan) -> dict[date, Week]:
    """Every week that is open for some place, the latest first."""
    if not places:
        return {}
    this_week = clock.this_week()
    oldest = this_week - timedelta(weeks=OLDEST_WEEKS)
    entries = queries.entries_between(person, oldest - timedelta(weeks=1), this_week)
    declared = {(entry.application_id, entry.week): entry for entry in entries}
    weeks = {}
    for monday in reversed(clock.weeks_between(oldest, this_week)):
        lines = [_line(p.application, monday, plan, declared) for p in places if monday in p.window]
        if lines:
            weeks[monday] = Week(monday, lines)
    return weeks


def _line(application: plans.Held, monday: date, plan: plans.Plan, declared: _Declared) -> Line:
    before = declared.get((application.id, monday - timedelta(weeks=1)))
    return Line(
        application=application,
        planned=plan.get(application.id, {}).get(monday, 0),
        last_week=before.minutes if before is not None else None,
        entry=declared.get((application.id, monday)),
    )


def _balances(places: Sequence[plans.Place], plan: plans.Plan, present: Week | None) -> list[Balance]:
    """One for each place. The present week counts once it is due or declared: nobody is behind on a Monday."""
    ids = [place.application.id for place in places]
    if not ids:
        return []
    declared = queries.declared_minutes(ids)
    today, this_week = clock.today(), clock.this_week()
    early = {line.application.id for line in present.lines if line.entry is not None} if present else set()
    balances = []
    for place in places:
        weeks = plan.get(place.application.id, {})
        past = [w for w in weeks if is_due(w, today) or (w == this_week and place.application.id in early)]
        balances.append(
            Balance(
                application=place.application,
                authorized_so_far=sum(weeks[w] for w in past),
                authorized=sum(weeks.values()),
                declared=declared.get(place.application.id, (0, 0))[0],
                confirmed=declared.get(place.application.id, (0, 0))[1],
            )
        )
    return balances
