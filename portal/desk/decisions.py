"""What a manager answers to a request for time, as one table: each answer's form, service and sentence."""

from __future__ import annotations

from typing import Any

from portal.allocations import services
from portal.allocations.forms import AuthorizeForm, CounterForm, RefuseForm
from portal.allocations.models import Authorization
from portal.allocations.rows import AnyRequest
from portal.core.i18n import gettext as _
from portal.organization.models import Person
from portal.web.fresh import FreshForm
from portal.web.steps import Step


def _authorize(who: Person, authorization: Authorization, form: Any) -> None:
    services.authorize_time(
        who,
        authorization,
        note=form.note.data or "",
        relief=form.relief,
        override_reason=form.override_reason.data or "",
        version=form.read_version,
    )


def _counter(who: Person, authorization: Authorization, form: Any) -> None:
    services.counter_request(
        who,
        authorization,
        percent=form.percent.data,
        first_week=form.first_week.data,
        last_week=form.last_week.data,
        note=form.note.data or "",
        override_reason=form.override_reason.data or "",
        version=form.read_version,
    )


def _refuse(who: Person, authorization: Authorization, form: Any) -> None:
    services.refuse_request(
        who,
        authorization,
        reason=form.reason.data or "",
        text=form.text.data or "",
        possible_from=form.possible_from.data,
        version=form.read_version,
    )


def _names(authorization: Authorization) -> dict[str, str]:
    return {"person": authorization.person.full_name, "owner": authorization.mission.owner.full_name}


DECISIONS: dict[str, Step[Authorization]] = {
    "authorize": Step(
        AuthorizeForm,
        _authorize,
        lambda authorization: _(
            "%(percent)s%% authorized. %(person)s and %(owner)s were told.",
            percent=authorization.percent,
            **_names(authorization),
        ),
    ),
    "counter": Step(
        CounterForm,
        _counter,
        lambda authorization: _(
            "Other terms proposed. %(person)s and %(owner)s were told and must both answer.", **_names(authorization)
        ),
        foretells=True,
    ),
    "refuse": Step(
        RefuseForm,
        _refuse,
        lambda authorization: _(
            "Refused. %(person)s and %(owner)s were told why, and the place went back to the mission.",
            **_names(authorization),
        ),
        foretells=True,
    ),
}


def check_may(who: Person, authorization: Authorization, answer: str) -> None:
    """Raise `Forbidden` or `Conflict`, as `check_decider`, when this answer is not theirs to give."""
    services.check_decider(who, authorization, "approve" if answer == "authorize" else answer)


def fresh_forms(authorization: AnyRequest) -> dict[str, FreshForm]:
    """The form of each answer before anyone types; other terms begin with those asked for."""
    terms = {name: getattr(authorization, name) for name in ("percent", "first_week", "last_week")}
    return {
        name: decision.fresh_form(name, authorization.version, **(terms if name == "counter" else {}))
        for name, decision in DECISIONS.items()
    }
