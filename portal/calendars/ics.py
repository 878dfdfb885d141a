"""An iCalendar document (RFC 5545, with the properties of RFC 7986): plain values in, bytes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import icalendar
from icalendar import STATUS, TRANSP

MEDIA_TYPE = "text/calendar"
# How often a calendar program is asked to come back: Outlook reads the second property, others the first.
REFRESH = timedelta(hours=3)
_SECONDS = "X-PUBLISHED-TTL"


@dataclass(frozen=True)
class Entry:
    """Something on a calendar: whole days from `start` to `end`, both included, or two aware instants.

    `name` identifies it for good. `sequence` grows with each change, `changed_at` says when the last one was. One that
    no longer stands is kept as cancelled for a while: a program that imported it would otherwise show it for ever.
    `is_busy` when nothing else fits in that time.
    """

    name: str
    title: str
    start: date
    end: date
    changed_at: datetime
    sequence: int = 0
    status: STATUS = STATUS.CONFIRMED
    is_busy: bool = False
    text: str = ""
    place: str = ""
    link: str = ""


@dataclass(frozen=True)
class Calendar:
    """A calendar; `host` is that of the portal, which makes the names of its entries unique in the world."""

    name: str
    title: str
    lang: str
    host: str
    entries: Sequence[Entry]


def write(calendar: Calendar) -> bytes:
    """The document, in UTF-8. The same calendar always gives the same bytes."""
    document = icalendar.Calendar.new(
        prodid=f"-//{calendar.host}//Transverse//{calendar.lang.upper()}",
        method="PUBLISH",
        name=calendar.title,
        language=calendar.lang,
        uid=f"{calendar.name}@{calendar.host}",
        refresh_interval=REFRESH,
    )
    document.add(_SECONDS, icalendar.vDuration(REFRESH))
    for entry in calendar.entries:
        document.add_component(_event(entry, calendar.host))
    timed = [entry.start for entry in calendar.entries if isinstance(entry.start, datetime)]
    if timed:
        document.add_missing_timezones(min(timed).date() - timedelta(days=366), max(timed).date() + timedelta(days=366))
    return bytes(document.to_ical())


def _event(entry: Entry, host: str) -> icalendar.Event:
    # The end of whole days is the day after the last one (RFC 5545, 3.6.1).
    end = entry.end if isinstance(entry.end, datetime) else entry.end + timedelta(days=1)
    return icalendar.Event.new(
        uid=f"{entry.name}@{host}",
        summary=entry.title,
        start=entry.start,
        end=end,
        stamp=entry.changed_at,
        last_modified=entry.changed_at,
        sequence=entry.sequence,
        status=entry.status,
        transparency=TRANSP.OPAQUE if entry.is_busy else TRANSP.TRANSPARENT,
        description=entry.text or None,
        location=entry.place or None,
        url=entry.link or None,
    )
