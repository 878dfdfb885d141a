"""The whole path of a request for time: from the application to the first day of the mission."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.allocations.models import GRANTED_STATES
from portal.allocations.models import AuthorizationState as S
from portal.allocations.path import answers_of, taken_back
from portal.allocations.rows import AnyRequest
from portal.applications.models import Application
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.organization.models import Person
from portal.organization.records import Record
from portal.web.jinja import day

Step = dict[str, Any]
OPEN = (*GRANTED_STATES, S.REQUESTED, S.ESCALATED, S.COUNTERED)


def whole_path(authorization: AnyRequest, records: Sequence[Record], viewer: Person) -> list[Step]:
    """Who did what, whose turn it is, until when, who is next, and what it leads to."""
    steps = [*_before(records), *answers_of(authorization, viewer)]
    if authorization.state in OPEN:
        counter = authorization.counter if authorization.state is S.COUNTERED else None
        first_week = counter.first_week if counter is not None else authorization.first_week
        if authorization.state in GRANTED_STATES:
            steps.append({"state": "done", "title": _("The place is confirmed"), "at": authorization.decided_at})
        if authorization.state in GRANTED_STATES and first_week <= clock.today():
            steps.append(
                {"state": "done", "title": _("The mission started on %(day)s", day=day(first_week)), "detail": ""}
            )
        else:
            steps.append(
                {"state": "next", "title": _("The mission starts on %(day)s", day=day(first_week)), "detail": ""}
            )
    return [*steps, *taken_back(authorization, viewer)]


def _before(records: Sequence[Record]) -> list[Step]:
    """The application, the offer and its acceptance, from the application's history."""
    words = {
        "apply": _("%(name)s applied"),
        "offer": _("%(name)s offered the place"),
        "accept": _("%(name)s accepted"),
    }
    return [
        {
            "state": "done",
            "title": words[record.action] % {"name": record.who},
            "at": record.at,
            "detail": "",
        }
        for record in records
        if record.subject_type == Application.__tablename__ and record.action in words
    ]
