"""The history of an account, in words."""

from __future__ import annotations

from typing import Any

from portal.accounts.labels import ROLES
from portal.accounts.models import Role
from portal.administration.labels import EVENTS, FIELDS
from portal.administration.queries import records_of
from portal.core.audit import Event
from portal.core.i18n import gettext as _
from portal.organization.models import Person


def history_of(person: Person) -> list[dict[str, Any]]:
    """Who did what to an account when, latest first, as the history component shows it."""
    return [
        {
            "at": event.at,
            "who": by.full_name if by is not None else _("Command line"),
            "what": _what(event),
            "detail": ", ".join(str(FIELDS[name]) for name in event.data.get("fields", ()) if name in FIELDS),
        }
        for event, by in records_of(person)
    ]


def _what(event: Event) -> str:
    words = str(EVENTS[event.action])
    return words % {"role": ROLES[Role(event.data["role"])]} if "role" in event.data else words
