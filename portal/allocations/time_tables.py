"""Declared time grouped for whoever confirms it: by person, then by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from portal.allocations.time_plans import plan_of
from portal.allocations.time_queries import Declarant, ToConfirm
from portal.allocations.time_rules import is_far_above


@dataclass(frozen=True)
class Row:
    """One entry beside the minutes planned for its week."""

    entry: ToConfirm
    planned: int

    @property
    def above(self) -> int:
        """Minutes declared beyond the planned ones; 0 when there are none."""
        return max(0, self.entry.minutes - self.planned)

    @property
    def is_far_above(self) -> bool:
        """Whether it needs a look of its own: more than twice what was planned."""
        return is_far_above(self.entry.minutes, self.planned)


@dataclass(frozen=True)
class PersonTime:
    """What one person declared and nobody confirmed yet, by Monday."""

    person: Declarant
    weeks: Sequence[tuple[date, Sequence[Row]]]

    @property
    def minutes(self) -> int:
        """Minutes in all."""
        return sum(row.entry.minutes for _, rows in self.weeks for row in rows)


def to_confirm(entries: Sequence[ToConfirm]) -> list[PersonTime]:
    """Group entries that come by person and week."""
    if not entries:
        return []
    weeks = [entry.week for entry in entries]
    sources = {entry.application.id: entry.application for entry in entries}
    plan = plan_of(sources.values(), min(weeks), max(weeks))
    people = []
    for _, of_person in groupby(entries, key=lambda entry: entry.person.id):
        own = list(of_person)
        by_week = [
            (week, [Row(entry, plan.get(entry.application.id, {}).get(week, 0)) for entry in of_week])
            for week, of_week in groupby(own, key=lambda entry: entry.week)
        ]
        people.append(PersonTime(own[0].person, by_week))
    return people
