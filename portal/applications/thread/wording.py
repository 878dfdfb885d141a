"""What is said of messages."""

from __future__ import annotations

from portal.applications.models import Application
from portal.applications.thread.models import LONGEST_MESSAGE
from portal.core.i18n import lazy_gettext as _l
from portal.missions.wording import owner_names
from portal.organization.models import Person

EMPTY = _l("Write something first.")
TOO_LONG = _l("Keep it under %(count)s characters.", count=LONGEST_MESSAGE)


def other_side(reader: Person, application: Application) -> str:
    """Whom one writes to: those who own the mission, or the talent."""
    is_talent = reader.id == application.person_id
    return owner_names(application.mission) if is_talent else application.person.full_name
