"""What is said of notices and of the choices about mails."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import get_timezone_location

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import language, ngettext
from portal.core.i18n import lazy_gettext as _l
from portal.notices.kinds import CHOSEN
from portal.notices.models import Rhythm
from portal.notices.quiet import ZONES, Choices
from portal.web.jinja import long_day

RHYTHMS: dict[Rhythm, Any] = {
    Rhythm.AT_ONCE: _l("At once"),
    Rhythm.DAILY: _l("Once a day"),
    Rhythm.NEVER: _l("Never"),
}

# What stays of a notice whose words its reader may not read any more.
_HIDDEN: dict[str, Any] = {
    "allocations/passed_on": _l("A request that waited for you went to someone else. There is nothing for you to do."),
}
_NO_LONGER = _l("What this told of is no longer open to you.")


def hidden(event: str) -> str:
    """What is said in the place of words that may not be read any more."""
    return str(_HIDDEN.get(event, _NO_LONGER))


def day_name(day: date) -> str:
    """A day as the list says it."""
    if day == clock.today():
        return _("Today")
    if day == clock.today() - timedelta(days=1):
        return _("Yesterday")
    said = long_day(day)
    return said[:1].upper() + said[1:] + ("" if day.year == clock.today().year else f" {day.year}")


def hour_name(hour: int) -> str:
    """An hour of the day: 8 h, 8:00."""
    return f"{hour}\N{NO-BREAK SPACE}h" if language() == "fr" else f"{hour}:00"


def clock_time(moment: datetime) -> str:
    """The hour and the minute of an instant, in the organization's time zone: 8 h 05, 8:05."""
    local = moment.astimezone(clock.ZONE)
    return f"{hour_name(local.hour)}\N{NO-BREAK SPACE}{local:%M}" if language() == "fr" else f"{local.hour}:{local:%M}"


def zone_names() -> list[tuple[str, str]]:
    """The zones on offer with their names, in the order of the alphabet."""
    cities = (get_timezone_location(zone, locale=language(), return_city=True) for zone in ZONES)
    names = [(zone, city.rpartition("/")[2]) for zone, city in zip(ZONES, cities, strict=True)]
    return sorted(names, key=lambda pair: pair[1])


def summary(choices: Choices) -> list[str]:
    """When mails come, in a few sentences."""
    counts = {rhythm: sum(choices.rhythm(kind) is rhythm for kind in CHOSEN) for rhythm in Rhythm}
    said = []
    if counts[Rhythm.AT_ONCE] == len(CHOSEN):
        said.append(_("Every mail leaves at once."))
    elif counts[Rhythm.NEVER] == len(CHOSEN):
        said.append(_("No mail is sent, but those that keep your account safe."))
    else:
        at_once, daily = counts[Rhythm.AT_ONCE], counts[Rhythm.DAILY]
        if at_once:
            said.append(
                ngettext("Mails of %(num)d kind leave at once.", "Mails of %(num)d kinds leave at once.", at_once)
            )
        if daily:
            hour = hour_name(choices.digest_hour)
            said.append(
                ngettext(
                    "%(num)d kind is told in one mail a day, at %(hour)s.",
                    "%(num)d kinds are told in one mail a day, at %(hour)s.",
                    daily,
                    hour=hour,
                )
            )
    return said + _quiet(choices)


def _quiet(choices: Choices) -> list[str]:
    said = []
    if choices.quiet_from is not None and choices.quiet_until is not None:
        first, last = hour_name(choices.quiet_from), hour_name(choices.quiet_until)
        said.append(_("No mail between %(first)s and %(last)s: they leave when it ends.", first=first, last=last))
    if choices.quiet_weekends:
        said.append(_("No mail on Saturdays and Sundays."))
    return said
