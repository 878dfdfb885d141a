"""The history of an authorization, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.allocations.models import Authorization
from portal.allocations.path import reason_text
from portal.applications.models import Application
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


Record = tuple[Event, Person | None]


def records_of(authorization: Authorization) -> list[Record]:
    """Every event of a request and of the application it comes from, oldest first, with who made it. One query."""
    by = aliased(Person)
    rows = db.session.execute(
        sa.select(Event, by)
        .outerjoin(by, by.id == Event.actor_id)
        .where(
            sa.or_(
                sa.and_(Event.subject_type == Authorization.__tablename__, Event.subject_id == authorization.id),
                sa.and_(
                    Event.subject_type == Application.__tablename__,
                    Event.subject_id == authorization.application_id,
                ),
            )
        )
        .order_by(Event.id)
    )
    return [(event, person) for event, person in rows]


def history_of(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Who did what to the request when, oldest first, as the history component shows it."""
    return [
        {
            "at": event.at,
            "who": person.full_name if person is not None else _("Transverse"),
            "what": WORDS[event.action],
            "detail": _detail(event),
        }
        for event, person in records
        if event.subject_type == Authorization.__tablename__
    ]


def _detail(event: Event) -> str:
    if event.action == "refuse":
        return ". ".join(str(part) for part in (reason_text(event.reason_code), event.text) if part)
    override = event.data.get("override_reason")
    return " ".join(part for part in (event.text, override) if part)
