"""What is said of a mission in a few words, for the pages and the rows that say it: `say` in their templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.missions.labels import AUDIENCES
from portal.missions.models import Audience, Remote, Stage
from portal.web.jinja import day

if TYPE_CHECKING:
    from portal.missions.sheet import AnyMission


class Somewhere(Protocol):
    """What is done somewhere: a mission, however it was read."""

    @property
    def remote(self) -> Remote: ...
    @property
    def place(self) -> str: ...


def where(mission: Somewhere) -> str:
    """Where the work is done."""
    if mission.remote is Remote.FULLY:
        return _("Fully remote")
    if mission.place:
        partly = mission.remote is Remote.PARTLY
        return _("%(place)s, partly remote", place=mission.place) if partly else mission.place
    return _("Partly remote") if mission.remote is Remote.PARTLY else _("On site")


def places(free: int, places: int) -> str:
    """How many places are free, of how many."""
    if not free:
        return _("Every place is taken")
    if places > free:
        return ngettext("%(num)d place free of %(places)s", "%(num)d places free of %(places)s", free, places=places)
    return ngettext("%(num)d place", "%(num)d places", places)


def open_to(mission: AnyMission) -> str:
    """Whom it is open to by now."""
    if mission.audience is Audience.BOTH and mission.stage is Stage.INTERNAL:
        if mission.internal_until is None:
            return _("Employees first, externals later")
        return _("Employees first, externals from %(day)s", day=day(mission.internal_until))
    return str(AUDIENCES[mission.audience])


def shares(least: int, most: int) -> str:
    """From how much of the week to how much its places take, in percent; empty where all take the same."""
    return "" if least == most else _("%(least)s to %(most)s%% of the week, by place", least=least, most=most)


def answerer(mission: Any) -> str:
    """Who answers for it: its owner, or whoever takes it over when nobody who owns it is here."""
    return mission.owner.full_name if mission.ownerless_on is None else str(_("Whoever takes the mission over"))


def owner_names(mission: AnyMission) -> str:
    """Those who own it, in words."""
    name: str = mission.owner.full_name
    if mission.co_owner is not None:
        name = str(_("%(name)s and %(other)s", name=name, other=mission.co_owner.full_name))
    return name
