"""How much of a week someone already gives, for those who compare candidates. No mission is named."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from portal.allocations.queries import weeks_of
from portal.applications.extensions import weeks_taken


def most_given(person_ids: Collection[int], first: date, last: date) -> Mapping[int, int]:
    """The most of a week (percent) that each of these people gives to missions between two Mondays; one query."""
    if not person_ids:
        return {}
    loads = weeks_of(person_ids, first, last).loads
    return {person_id: max(weeks.values(), default=0) for person_id, weeks in loads.items()}


if most_given not in weeks_taken:
    weeks_taken.append(most_given)
