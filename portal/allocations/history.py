"""The history of an authorization, in words."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.allocations.models import Authorization
from portal.allocations.path import reason_text
from portal.core.audit import Event
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.extensions import db
from portal.organization.models import Person

WORDS = {
    "request": _l("asked for the time"),
    "approve": _l("authorized the time"),
    "counter": _l("proposed other terms"),
    "refuse": _l("refused"),
    "accept_counter": _l("said yes to the other terms"),
    "bind_counter": _l("made the other terms binding"),
    "decline_counter": _l("said no to the other terms"),
    "activate": _l("started the time"),
    "end": _l("ended the time"),
    "lapse": _l("gave the place up"),
    "escalate": _l("passed the request to the next level"),
    "revoke": _l("took the time back"),
    "redirect": _l("The request went to someone else, since the team changed"),
}


def history_of(authorization: Authorization) -> list[dict[str, Any]]:
    """Who did what when, oldest first, as the history component shows it."""
    by = aliased(Person)
    rows = db.session.execute(
        sa.select(Event, by)
        .outerjoin(by, by.id == Event.actor_id)
        .where(Event.subject_type == Authorization.__tablename__, Event.subject_id == authorization.id)
        .order_by(Event.id)
    )
    return [
        {
            "at": event.at,
            "who": person.full_name if person is not None else _("Transverse"),
            "what": WORDS[event.action],
            "detail": _detail(event),
        }
        for event, person in rows
    ]


def _detail(event: Event) -> str:
    if event.action == "refuse":
        return ". ".join(str(part) for part in (reason_text(event.reason_code), event.text) if part)
    override = event.data.get("override_reason")
    return " ".join(part for part in (event.text, override) if part)
