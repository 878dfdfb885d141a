"""On the home page: the rooms where someone works, and what each waits for from them."""

from __future__ import annotations

from portal.core.i18n import language
from portal.core.panels import Panel, home_panels
from portal.organization.models import Person
from portal.rooms.queries import rooms_lived_in


def my_rooms(person: Person) -> Panel | None:
    """Nothing for who works in none."""
    rooms = rooms_lived_in(person, language())
    return {"template": "rooms/_home.html", "context": {"rooms": rooms}} if rooms else None


if my_rooms not in home_panels:
    home_panels.append(my_rooms)
