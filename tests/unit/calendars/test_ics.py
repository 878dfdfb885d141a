"""What is written follows RFC 5545, as two independent readers read it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from icalendar import STATUS

from portal.calendars import ics
from portal.calendars.ics import Calendar, Entry

CHANGED = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def entry(name: str = "place-1", **fields: object) -> Entry:
    given = {"title": "20 % on a mission", "start": date(2026, 11, 23), "end": date(2026, 12, 4), "changed_at": CHANGED}
    return Entry(name, **(given | fields))  # type: ignore[arg-type]


def written(*entries: Entry) -> str:
    return ics.write(Calendar("calendar-1", "My time, and yours; é", "fr", "portal.example", entries)).decode()


def read(*entries: Entry):
    """The entries as an independent parser reads them."""
    calendar = vobject.readOne(written(*entries))
    assert calendar.validate(raiseException=True)
    return calendar.vevent_list


def test_days_end_on_the_day_after_the_last():
    (event,) = read(entry())
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 11, 23), date(2026, 12, 5))
    assert event.uid.value == "place-1@portal.example"


@pytest.mark.parametrize(("is_busy", "word"), [(False, "TRANSPARENT"), (True, "OPAQUE")])
def test_part_of_a_week_leaves_the_rest_free(is_busy, word):
    (event,) = read(entry(is_busy=is_busy))
    assert event.transp.value == word


def test_a_change_and_a_cancellation_are_told():
    (event,) = read(entry(sequence=4, status=STATUS.CANCELLED))
    assert (event.sequence.value, event.status.value) == ("4", "CANCELLED")
    assert event.last_modified.value == event.dtstamp.value == CHANGED


@pytest.mark.parametrize(
    "title",
    ["a, b; c\\ d", "two\nlines", "BEGIN:VEVENT\r\nEND:VCALENDAR", "é" * 200, "“ ” \N{SNOWMAN} \N{GRINNING FACE}"],
)
def test_a_title_stays_a_title(title):
    text = written(entry(title=title))
    (event,) = read(entry(title=title))
    assert event.summary.value == title.replace("\r\n", "\n")
    assert text.count("\r\nBEGIN:VEVENT\r\n") == 1
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize("day", [date(2026, 10, 24), date(2026, 10, 25), date(2027, 3, 27), date(2027, 3, 28)])
def test_an_hour_is_that_of_the_wall_on_both_sides_of_a_change(day):
    start = datetime(day.year, day.month, day.day, 9, 30, tzinfo=PARIS)
    timed = entry(start=start, end=start + timedelta(minutes=30))
    (event,) = read(timed)
    assert event.dtstart.value.utcoffset() == start.utcoffset()
    assert event.dtstart.value.replace(tzinfo=None) == start.replace(tzinfo=None)
    (again,) = icalendar.Calendar.from_ical(written(timed)).events
    assert again.start == start
    assert "BEGIN:VTIMEZONE" in written(timed)


def test_the_same_calendar_gives_the_same_bytes():
    assert written(entry(), entry("place-2")) == written(entry(), entry("place-2"))


def test_an_empty_calendar_is_one():
    calendar = icalendar.Calendar.from_ical(written())
    assert calendar.calendar_name == "My time, and yours; é"
    assert calendar["VERSION"] == "2.0"
    assert calendar["X-PUBLISHED-TTL"].to_ical() == b"PT3H"
