"""What stands on each calendar, as its owner may read it at the moment it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from icalendar import STATUS

from portal.applications.models import CLEARANCE_STATES, ApplicationState
from portal.calendars import rows
from portal.calendars.ics import Calendar, Entry
from portal.calendars.models import CalendarAddress, Scope
from portal.core import clock
from portal.core.bilingual import Text, choose
from portal.core.i18n import gettext as _
from portal.core.i18n import language, ngettext
from portal.missions.labels import REMOTE
from portal.organization.models import Person

WHOLE_WEEK = 100
# How long something past, or taken back, stays on a calendar.
PAST = timedelta(days=92)


def calendar_of(address: CalendarAddress, host: str, link_to: Any) -> Calendar:
    """The calendar at an address, in the language now spoken. `link_to(endpoint, **values)` writes addresses."""
    write = {Scope.OWN: _own, Scope.TEAM: _team, Scope.MISSION: _mission}[address.scope]
    title, entries = write(address, link_to)
    shown = [entry if address.shows_titles else discreet(entry) for entry in entries]
    return Calendar(f"calendar-{address.public_id}", title, language(), host, shown)


def discreet(entry: Entry) -> Entry:
    """The entry without what only its detail tells: whoever hosts a calendar reads it too."""
    return replace(entry, text="", place="")


def _own(address: CalendarAddress, link_to: Any) -> tuple[str, list[Entry]]:
    person, titles = address.person, address.shows_titles
    entries = [place_entry(row, titles, link_to) for row in rows.places_of(person, since())]
    entries += (_pause(row, link_to) for row in rows.pauses_of(person, since()))
    entries += (_offer(row, titles, link_to) for row in rows.offers_to(person))
    entries += (_answers(row, titles, link_to) for row in rows.answers_due(person))
    entries += (_decisions(row, link_to) for row in rows.decisions_due(person))
    return _("My time on missions"), entries


def _team(address: CalendarAddress, link_to: Any) -> tuple[str, list[Entry]]:
    """Who is lent when: names, since a team's calendar says nothing without them; with what only if asked."""
    entries = []
    for row in rows.lent_by(address.person, since()):
        title = _title(row) if address.shows_titles else None
        entries.append(
            _weeks_entry(
                row,
                f"lent-{row.public_id}",
                _on_mission(row.percent, title, name=f"{row.given_name} {row.family_name}"),
                link_to("desk.show_request", public_id=row.public_id),
                is_asked=row.is_asked,
                is_cancelled=row.is_over,
            )
        )
    return _("My team on missions"), entries


def _mission(address: CalendarAddress, link_to: Any) -> tuple[str, list[Entry]]:
    mission, titles = address.mission, address.shows_titles
    assert mission is not None  # a CHECK of the table says so
    link = link_to("missions.show_mission", public_id=mission.public_id)
    title = choose(mission.title_fr, mission.title_en, language()) if titles else None
    entries = [_mission_weeks(row, title, link) for row in rows.weeks_of(mission)]
    if rows.owns(address.person, mission):
        entries += (_taken(row, titles, link_to) for row in rows.places_on(mission, since()))
        entries += (_closing(row, title, link) for row in rows.closing_of(mission))
    else:
        own = rows.places_of(address.person, since())
        entries += (place_entry(row, titles, link_to) for row in own if row.mission_public_id == mission.public_id)
    return (title.text if title else _("A mission")), entries


def place_entry(row: Any, titles: bool, link_to: Any) -> Entry:
    """The weeks of someone's own place: expected until it is cleared, cancelled once it is given up."""
    entry = _weeks_entry(
        row,
        f"place-{row.public_id}",
        _on_mission(row.percent, _title(row) if titles else None),
        link_to("applications.show_application", public_id=row.public_id),
        is_asked=row.state in CLEARANCE_STATES,
        is_cancelled=row.state in (ApplicationState.RELEASED, ApplicationState.WITHDRAWN),
    )
    place = ", ".join(part for part in (row.place, str(REMOTE[row.remote])) if part)
    answering = _("%(name)s answers for this mission.", name=f"{row.given_name} {row.family_name}")
    return replace(entry, place=place, text=answering)


def _taken(row: Any, titles: bool, link_to: Any) -> Entry:
    name = f"{row.given_name} {row.family_name}" if titles else ""
    return _weeks_entry(
        row,
        f"taken-{row.public_id}",
        _on_mission(row.percent, None, name=name) if name else _("Place taken: %(percent)s%%", percent=row.percent),
        link_to("applications.show_application", public_id=row.public_id),
        is_asked=row.state in CLEARANCE_STATES,
        is_cancelled=row.state in (ApplicationState.RELEASED, ApplicationState.WITHDRAWN),
    )


def _on_mission(percent: int, title: Text | None, name: str = "") -> str:
    what = (
        _("%(percent)s%% · %(mission)s", percent=percent, mission=title.text)
        if title
        else _("%(percent)s%% on a mission", percent=percent)
    )
    return _("%(name)s: %(what)s", name=name, what=what) if name else str(what)


def _weeks_entry(row: Any, name: str, title: str, link: str, *, is_asked: bool, is_cancelled: bool) -> Entry:
    """Whole weeks, from the first Monday to the last Friday. Only a whole week's share keeps everything else out."""
    status = STATUS.CANCELLED if is_cancelled else STATUS.TENTATIVE if is_asked else STATUS.CONFIRMED
    return Entry(
        name,
        title,
        row.first_week,
        clock.week_end(row.last_week),
        row.changed_at,
        sequence=row.sequence,
        status=status,
        is_busy=row.percent == WHOLE_WEEK and not is_cancelled,
        link=link,
    )


def _mission_weeks(row: Any, title: Text | None, link: str) -> Entry:
    name = title.text if title else _("A mission")
    return Entry(
        f"mission-{row.public_id}",
        name,
        row.first_week,
        clock.week_end(row.last_week),
        row.changed_at,
        sequence=row.sequence,
        status=STATUS.CANCELLED if row.is_cancelled else STATUS.CONFIRMED,
        link=link,
    )


def _closing(row: Any, title: Text | None, link: str) -> Entry:
    words = _("Applications close: %(mission)s", mission=title.text) if title else _("Applications to a mission close")
    return Entry(f"closing-{row.public_id}", words, row.day, row.day, row.changed_at, sequence=row.sequence, link=link)


def _pause(row: Any, link_to: Any) -> Entry:
    return Entry(
        f"pause-{row.public_id}",
        _("Away"),
        row.starts_on,
        row.ends_on,
        row.changed_at,
        sequence=row.sequence,
        is_busy=True,
        link=link_to("profile.show_profile"),
    )


def _offer(row: Any, titles: bool, link_to: Any) -> Entry:
    title = _title(row)
    words = _("Answer an offer: %(mission)s", mission=title.text) if titles else _("Answer an offer")
    link = link_to("applications.show_application", public_id=row.public_id)
    return Entry(f"offer-{row.public_id}", words, row.day, row.day, row.changed_at, sequence=row.sequence, link=link)


def _answers(row: Any, titles: bool, link_to: Any) -> Entry:
    """How many candidates are owed an answer that day, never who: a calendar is often hosted elsewhere."""
    words = ngettext("Answer %(num)d candidate", "Answer %(num)d candidates", row.count)
    if titles:
        words = _("%(name)s: %(what)s", name=words, what=_title(row).text)
    link = link_to("applications.list_candidates", public_id=row.mission_public_id)
    return Entry(
        f"answers-{row.mission_public_id}-{row.day:%Y%m%d}", words, row.day, row.day, row.changed_at, link=link
    )


def _decisions(row: Any, link_to: Any) -> Entry:
    words = ngettext("Decide on %(num)d request for time", "Decide on %(num)d requests for time", row.count)
    return Entry(f"decisions-{row.day:%Y%m%d}", words, row.day, row.day, row.changed_at, link=link_to("desk.show_desk"))


def _title(row: Any) -> Text:
    found = choose(row.title_fr, row.title_en, language())
    return found if found else Text(_("Mission without a title yet"), language())


def since() -> Any:
    """The first day of what calendars still show."""
    return clock.today() - PAST


def read_by(person: Person) -> Iterable[Scope]:
    """The calendars that are not of one mission which make sense for someone."""
    return (Scope.OWN, Scope.TEAM) if rows.has_team(person) else (Scope.OWN,)
