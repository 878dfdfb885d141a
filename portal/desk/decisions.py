"""What a manager answers to a request for time, as one table: each answer's form, service and sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.allocations import services
from portal.allocations.forms import AuthorizeForm, CounterForm, RefuseForm
from portal.allocations.models import Authorization
from portal.allocations.rows import AnyRequest
from portal.core.i18n import gettext as _
from portal.organization.models import Person
from portal.web.forms import VersionedForm


@dataclass(frozen=True)
class Decision:
    """One answer: the transition it makes, its form, the service it calls, and what is then said."""

    transition: str
    form: type[VersionedForm]
    act: Callable[[Person, Authorization, Any], None]
    said: Callable[[Authorization], str]


def _authorize(who: Person, authorization: Authorization, form: Any) -> None:
    services.authorize_time(
        who,
        authorization,
        note=form.note.data or "",
        relief=form.relief.data or "",
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


DECISIONS: dict[str, Decision] = {
    "authorize": Decision(
        "approve",
        AuthorizeForm,
        _authorize,
        lambda authorization: _(
            "%(percent)s%% authorized. %(person)s and %(owner)s were told.",
            percent=authorization.percent,
            **_names(authorization),
        ),
    ),
    "counter": Decision(
        "counter",
        CounterForm,
        _counter,
        lambda authorization: _(
            "Other terms proposed. %(person)s and %(owner)s were told and must both answer.", **_names(authorization)
        ),
    ),
    "refuse": Decision(
        "refuse",
        RefuseForm,
        _refuse,
        lambda authorization: _(
            "Refused. %(person)s and %(owner)s were told why, and the place went back to the mission.",
            **_names(authorization),
        ),
    ),
}


def fresh_forms(authorization: AnyRequest) -> dict[str, VersionedForm]:
    """The form of each answer before anyone types; other terms begin with those asked for."""
    terms = {name: getattr(authorization, name) for name in ("percent", "first_week", "last_week")}
    return {
        name: decision.form(formdata=None, prefix=f"{name}-", version=str(authorization.version), **_start(name, terms))
        for name, decision in DECISIONS.items()
    }


def _start(name: str, terms: dict[str, Any]) -> dict[str, Any]:
    return terms if name == "counter" else {}
