"""Seeded chance: the same seed on the same day gives the same organization."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance(Random):
    """Draws in words of the field."""

    def public_id(self) -> str:
        """A public identifier, of the form that the portal gives."""
        return base64.urlsafe_b64encode(self.randbytes(16)).rstrip(b"=").decode()

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One key, as often as its weight says."""
        return self.choices(list(weights), weights=list(weights.values()))[0]

    def happens(self, probability: float) -> bool:
        """True with this probability."""
        return self.random() < probability

    def moment(self, day: date) -> datetime:
        """An instant of a day's office hours, in UTC."""
        return datetime.combine(day, time(7), UTC) + timedelta(seconds=self.randrange(10 * 3600))

    def moments(self, first: datetime, last: datetime, count: int) -> list[datetime]:
        """`count` ascending instants from `first` (included) to no later than `last`."""
        room = max(0.0, (last - first).total_seconds())
        steps = sorted(self.random() ** 1.5 for _ in range(count - 1))
        return [first, *(first + timedelta(seconds=round(room * step)) for step in steps)]

    def spread(self, total: int, weights: Sequence[float], most: int) -> list[int]:
        """Share `total` out in whole numbers in proportion to `weights`, none above `most`."""
        scale = total / sum(weights)
        shares = [min(most, int(weight * scale)) for weight in weights]
        while (missing := total - sum(shares)) > 0:
            open_places = [index for index, share in enumerate(shares) if share < most]
            if not open_places:
                raise ValueError(f"{total} do not fit in {len(weights)} times {most}")
            for index in self.sample(open_places, min(missing, len(open_places))):
                shares[index] += 1
        return shares
