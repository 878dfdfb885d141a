"""The history of an authorization, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.allocations.models import Authorization
from portal.allocations.path import reason_text
from portal.allocations.rows import AnyRequest
from portal.allocations.workflow import AUTHORIZATION
from portal.applications.models import Application
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.organization import records
from portal.organization.models import Person
from portal.organization.records import Record

WORDS = {
    "request": _l("asked for the time"),
    "approve": _l("authorized the time"),
    "counter": _l("proposed other terms"),
    "refuse": _l("refused"),
    "accept_counter": _l("said yes to the other terms"),
    "bind_counter": _l("made the other terms binding"),
    "decline_counter": _l("said no to the other terms"),
    "decline_counter_above": _l("said no to the other terms"),
    "void_counter": _l("The other terms no longer stand, since those who may decide changed"),
    "activate": _l("started the time"),
    "suspend_from": _l("takes the time of some weeks back"),
    "give_notice": _l("takes the time back for good, with notice"),
    "give_again": _l("gives the time again"),
    "suspend": _l("The weeks taken back began"),
    "resume": _l("The time is given again"),
    "relieve": _l("wrote how the load is relieved"),
    "end": _l("ended the time"),
    "lapse": _l("gave the place up"),
    "escalate": _l("No answer came by the promised day: the request went to the next level"),
    "revoke": _l("took the time back"),
    "redirect": _l("The request went to someone else, since those who may decide changed"),
}


def records_of(authorization: AnyRequest) -> list[Record]:
    """Every event of a request and of the application it comes from, oldest first, with who made it. One query."""
    return records.records_of(
        (Authorization.__tablename__, authorization.id), (Application.__tablename__, authorization.application_id)
    )


def history_of(records: Sequence[Record], authorization: AnyRequest, reader: Person) -> list[dict[str, Any]]:
    """Who did what to the request when, oldest first, as the history component shows it.

    Why a rule was overridden may speak of others in the team: the talent and those who own the mission read that a
    reason was written, never its words.
    """
    in_full = not AUTHORIZATION["accept_counter"].who(reader, authorization)
    return [
        {"at": one.at, "who": one.who or _("Transverse"), "what": WORDS[one.action], "detail": _detail(one, in_full)}
        for one in records
        if one.subject_type == Authorization.__tablename__
    ]


def _detail(record: Record, in_full: bool) -> str:
    manager = record.data.get("in_place_of")
    place = _("In the place of %(name)s.", name=manager) if manager else ""
    if record.action == "refuse":
        said = ". ".join(str(part) for part in (reason_text(record.reason_code), record.text) if part)
        return " ".join(part for part in (place, said) if part)
    override = record.data.get("override_reason")
    if override and not in_full:
        override = _("A rule was not kept; why was written down for those who decide.")
    return " ".join(part for part in (place, record.text, override) if part)
