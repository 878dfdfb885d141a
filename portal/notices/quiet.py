"""When mails leave: a person's quiet hours and the hour of their digest, as rules over their own clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from portal.core import clock
from portal.notices.kinds import Kind
from portal.notices.models import DIGEST_HOUR, Rhythm

SATURDAY = 5
_HOUR = timedelta(hours=1)
# The longest quiet: a weekend between two nights.
_LONGEST = 24 * 4

# The zones on offer: where people of one organization work, west to east.
ZONES = (
    "Pacific/Honolulu", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/Mexico_City",
    "America/New_York", "America/Toronto", "America/Martinique", "America/Guadeloupe", "America/Halifax",
    "America/Cayenne", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/Miquelon", "Atlantic/Azores",
    "UTC", "Africa/Dakar", "Africa/Abidjan", "Europe/Dublin", "Europe/Lisbon", "Europe/London", "Africa/Casablanca",
    "Africa/Algiers", "Africa/Tunis", "Africa/Lagos", "Europe/Paris", "Europe/Brussels", "Europe/Luxembourg",
    "Europe/Zurich", "Europe/Madrid", "Europe/Rome", "Europe/Berlin", "Europe/Amsterdam", "Europe/Vienna",
    "Europe/Warsaw", "Europe/Stockholm", "Europe/Athens", "Europe/Bucharest", "Europe/Helsinki", "Africa/Cairo",
    "Africa/Johannesburg", "Asia/Jerusalem", "Europe/Istanbul", "Asia/Riyadh", "Africa/Nairobi", "Asia/Dubai",
    "Indian/Reunion", "Indian/Mauritius", "Indian/Mayotte", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka",
    "Asia/Bangkok", "Asia/Ho_Chi_Minh", "Asia/Singapore", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Tokyo", "Asia/Seoul",
    "Australia/Sydney", "Pacific/Noumea", "Pacific/Auckland", "Pacific/Wallis", "Pacific/Tahiti",
)  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """What someone chose about their mails. `rhythms` holds what differs from what each kind says.

    Quiet from `quiet_from` o'clock until `quiet_until` o'clock in their `zone`, over midnight when the first is later.
    """

    rhythms: Mapping[str, Rhythm] = field(default_factory=dict)
    zone: str = str(clock.ZONE)
    quiet_from: int | None = None
    quiet_until: int | None = None
    quiet_weekends: bool = False
    digest_hour: int = DIGEST_HOUR

    def rhythm(self, kind: Kind) -> Rhythm:
        """How they receive the mails of a kind."""
        if not kind.may_silence:
            return Rhythm.AT_ONCE
        return self.rhythms.get(kind.key, kind.rhythm)

    def is_quiet(self, moment: datetime) -> bool:
        """Whether they want no mail at this instant."""
        local = moment.astimezone(_zone(self.zone))
        if self.quiet_weekends and local.weekday() >= SATURDAY:
            return True
        start, end = self.quiet_from, self.quiet_until
        if start is None or end is None:
            return False
        return start <= local.hour < end if start < end else local.hour >= start or local.hour < end

    def quiet_ends(self, moment: datetime) -> datetime | None:
        """When the quiet that holds at this instant ends; None when they may be written to."""
        if not self.is_quiet(moment):
            return None
        # Whole hours of the local clock, counted as instants: where clocks change, an hour comes twice or not at all.
        local = moment.astimezone(_zone(self.zone))
        since = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        hour = moment.astimezone(UTC) - since
        for _step in range(_LONGEST):
            hour += _HOUR
            if not self.is_quiet(hour):
                return hour
        return hour

    def digest_after_quiet(self, moment: datetime) -> datetime | None:
        """As `quiet_ends`, for a digest: at its own hour after that, not in the first minute of a Monday.

        Where its hour is always quiet, as soon as the quiet ends.
        """
        ends = self.quiet_ends(moment)
        if ends is None:
            return None
        _day, slot = self.next_digest(ends - timedelta(minutes=1))
        return ends if self.is_quiet(slot) else slot

    def next_digest(self, moment: datetime) -> tuple[date, datetime]:
        """The day, by their clock, and the instant of their next digest after this instant."""
        local = moment.astimezone(_zone(self.zone))
        day = local.date() if local.hour < self.digest_hour else local.date() + timedelta(days=1)
        return day, self.digest_on(day)

    def digest_on(self, day: date) -> datetime:
        """The instant of their digest on a day by their clock."""
        return datetime.combine(day, time(self.digest_hour), _zone(self.zone)).astimezone(UTC)


@lru_cache(maxsize=len(ZONES))
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
