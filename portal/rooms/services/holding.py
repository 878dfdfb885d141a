"""What every verb asks first: whose it is, and whether the room still takes anything new."""

from __future__ import annotations

from typing import Any

from portal import policies
from portal.applications.steps import hold_mission
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.organization.models import Person
from portal.rooms.models import LONGEST_LINE, Room
from portal.rooms.rules import is_running


def check_may_run(actor: Person, room: Room) -> None:
    """Raise `Forbidden` for those who do not own the mission."""
    if not policies.room_run(actor, room):
        raise Forbidden(_l("Only those who own the mission decide this."), code="room.run")


def hold_running(room: Room) -> None:
    """Keep the mission from changing until the commit. Raises `Conflict` when the work is over."""
    hold_mission(room.mission)
    if not is_running(room.mission):
        raise Conflict(_l("The work is over: this room can be read, and takes nothing new."), code="room.over")


def checked_line(value: str | None, field: str, *, required: Any = None, most: int = LONGEST_LINE) -> str:
    """A line without the blanks around it. Raises `Invalid` at `field` when it is too long, or empty and required."""
    line = (value or "").strip()
    if required is not None and not line:
        raise Invalid(fields={field: required})
    if len(line) > most:
        raise Invalid(fields={field: _l("Keep it under %(count)s characters.", count=most)})
    return line
