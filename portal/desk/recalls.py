"""Taking granted time back from the desk: what each form calls, and what is then said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.allocations.deciders import check_decides_now, decides_now
from portal.allocations.models import GRANTED_STATES, Authorization
from portal.allocations.path import recall_sentence
from portal.allocations.recalling import services
from portal.allocations.recalling.forms import RevokeForm, SuspendForm
from portal.allocations.recalling.labels import REASONS
from portal.allocations.rows import Recalled, Request
from portal.core.i18n import gettext as _
from portal.organization.models import Person
from portal.web.forms import VersionedForm
from portal.web.fresh import FreshForm
from portal.web.steps import Step


def _suspend(who: Person, authorization: Authorization, form: Any) -> None:
    services.suspend_time(
        who,
        authorization,
        first_week=form.first_week.data,
        last_week=form.last_week.data,
        reason=form.reason.data or "",
        text=form.text.data or "",
        version=form.read_version,
    )


def _revoke(who: Person, authorization: Authorization, form: Any) -> None:
    services.revoke_time(
        who,
        authorization,
        first_week=form.first_week.data,
        reason=form.reason.data or "",
        text=form.text.data or "",
        version=form.read_version,
    )


def _names(authorization: Authorization) -> dict[str, str]:
    return {"person": authorization.person.full_name, "owner": authorization.mission.owner.full_name}


RECALLS: dict[str, Step[Authorization]] = {
    "suspend": Step(
        SuspendForm,
        _suspend,
        lambda authorization: _(
            "These weeks are free again. %(person)s and %(owner)s were told why.", **_names(authorization)
        ),
        foretells=True,
    ),
    "revoke": Step(
        RevokeForm,
        _revoke,
        lambda authorization: _(
            "The time is taken back for good. %(person)s and %(owner)s were told why.", **_names(authorization)
        ),
        foretells=True,
    ),
    "give_again": Step(
        VersionedForm,
        lambda who, authorization, form: services.give_again(who, authorization, version=form.read_version),
        lambda authorization: _(
            "The time is given again. %(person)s and %(owner)s were told.", **_names(authorization)
        ),
    ),
}


def check_may(who: Person, authorization: Authorization, step: str) -> None:
    """Raise `Forbidden` or `Conflict` when this is not theirs to do, or not now."""
    if step == "give_again":
        check_decides_now(who, authorization)
    else:
        services.check_may_recall(who, authorization)


@dataclass(frozen=True)
class RecallPanel:
    """What stands under granted time: what is taken back of it, and the forms for whoever decides now."""

    live: Recalled | None
    sentence: str
    reason: Any
    forms: dict[str, VersionedForm | FreshForm]


def recall_panel(reader: Person, authorization: Request, sent: dict[str, VersionedForm]) -> RecallPanel | None:
    """The panel; None when no time is given, or when there is nothing to read and nothing to do."""
    if authorization.state not in GRANTED_STATES:
        return None
    live = authorization.recall
    forms = {**_fresh_forms(authorization, live), **sent} if decides_now(reader, authorization) else {}
    if live is None and not forms:
        return None
    if live is None:
        return RecallPanel(None, "", "", forms)
    return RecallPanel(live, recall_sentence(live, reader), REASONS[live.reason], forms)


def _fresh_forms(authorization: Request, live: Recalled | None) -> dict[str, VersionedForm | FreshForm]:
    if live is not None:
        return {"give_again": RECALLS["give_again"].fresh_form("give_again", authorization.version)}
    starts: dict[str, dict[str, Any]] = {}
    first = max(services.next_week(), authorization.first_week)
    if first < authorization.last_week:
        starts["suspend"] = {"first_week": first}
    if services.earliest_end() <= authorization.last_week:
        starts["revoke"] = {"first_week": services.earliest_end()}
    return {name: RECALLS[name].fresh_form(name, authorization.version, **start) for name, start in starts.items()}
