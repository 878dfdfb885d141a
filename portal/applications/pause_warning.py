"""What someone who applies should know of the pauses they announced: which weeks of a place fall in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portal.applications.extensions import Warned, seat_warnings
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.organization.models import Person
from portal.talents.availability.queries import pauses_between
from portal.talents.availability.wording import Days
from portal.talents.models import Circle
from portal.talents.queries import profile_of
from portal.web.jinja import day


def pause_warnings(talent: Person, seats: Sequence[Any]) -> Mapping[str, Warned]:
    """A sentence for each seat that one of this person's own pauses meets."""
    if not seats:
        return {}
    first = max(clock.today(), min(seat.first_week for seat in seats))
    last = clock.week_end(max(seat.last_week for seat in seats))
    pauses = pauses_between([talent.id], first, last).get(talent.id, [])
    met = {seat.public_id: [pause for pause in pauses if _meets(pause, seat)] for seat in seats}
    so = _all_the_same(talent) if any(met.values()) else ""
    return {key: Warned(_sentence(found), so) for key, found in met.items() if found}


def _all_the_same(talent: Person) -> str:
    if profile_of(talent).availability_circle.holds(Circle.OWNERS):
        return _(
            "You can apply all the same: say in your message what you would do, or change your pause. Those who choose "
            "see it too."
        )
    return _(
        "You can apply all the same: say in your message what you would do, or change your pause. Those who choose do "
        "not see it."
    )


def _meets(pause: Days, seat: Any) -> bool:
    return pause.starts_on <= clock.week_end(seat.last_week) and pause.ends_on >= seat.first_week


def _sentence(met: Sequence[Days]) -> str:
    days = [
        _("from %(first)s to %(last)s", first=day(pause.starts_on), last=day(pause.ends_on))
        if pause.starts_on != pause.ends_on
        else _("on %(day)s", day=day(pause.starts_on))
        for pause in met
    ]
    return _("Some of these weeks fall in a pause that you announced: %(days)s.", days=", ".join(days))


seat_warnings.append(pause_warnings)
