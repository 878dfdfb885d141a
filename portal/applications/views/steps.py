"""What the two sides do with one application, as one table: each step's form, service and sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.applications import services
from portal.applications.forms import DeclineForm, HoldForm, NotSelectForm, OfferForm, PlainForm, WithdrawForm
from portal.applications.models import Application
from portal.core.i18n import lazy_gettext as _l
from portal.organization.models import Person
from portal.web.forms import VersionedForm


@dataclass(frozen=True)
class Step:
    """A transition that someone makes by a form: the form, the service it calls, and what is then said.

    `says_version` is false for a talent's forms: the version counts steps that a talent must not learn about, a
    shortlist for one.
    """

    form: type[VersionedForm]
    act: Callable[[Person, Application, Any], Any]
    said: Any
    says_version: bool = True


def _offer(who: Person, application: Application, form: Any) -> None:
    services.offer_place(
        who,
        application,
        percent=form.percent.data,
        first_week=form.first_week.data,
        last_week=form.last_week.data,
        message=form.message.data or "",
        why=form.why.data or "",
        version=form.read_version,
    )


STEPS: dict[str, Step] = {
    "review": Step(
        PlainForm,
        lambda who, one, form: services.review_application(who, one, version=form.read_version),
        _l("The application is under review, and the talent was told so."),
    ),
    "shortlist": Step(
        PlainForm,
        lambda who, one, form: services.shortlist_application(who, one, version=form.read_version),
        _l("Shortlisted. The talent does not see that: they read that their application is under review."),
    ),
    "hold": Step(
        HoldForm,
        lambda who, one, form: services.hold_application(who, one, until=form.until.data, version=form.read_version),
        _l("On hold: the talent was told until when."),
    ),
    "offer": Step(OfferForm, _offer, _l("The offer was sent: the talent has five working days to answer.")),
    "not_select": Step(
        NotSelectForm,
        lambda who, one, form: services.not_select_application(
            who, one, reason=form.reason.data, text=form.text.data or "", version=form.read_version
        ),
        _l("The talent was told, with your reason and your message."),
    ),
    "accept": Step(
        PlainForm,
        lambda who, one, form: services.accept_offer(who, one),
        _l("You accepted: the place is kept for you, and whoever confirms it was told."),
        says_version=False,
    ),
    "decline": Step(
        DeclineForm,
        lambda who, one, form: services.decline_offer(who, one, reason=form.reason.data, text=form.text.data or ""),
        _l("You declined the offer. Those who own the mission were told why."),
        says_version=False,
    ),
    "withdraw": Step(
        WithdrawForm,
        lambda who, one, form: services.withdraw_application(who, one, text=form.text.data or ""),
        _l("You withdrew. Those who own the mission were told."),
        says_version=False,
    ),
}

# The last part of the address of each step.
ADDRESSES = {name.replace("_", "-"): name for name in STEPS}


def fresh_form(name: str, application: Application) -> VersionedForm:
    """The form of a step before anyone types."""
    form = STEPS[name].form(formdata=None, prefix=name)
    if STEPS[name].says_version:
        form.version.data = str(application.version)
    if isinstance(form, OfferForm):
        form.offer_weeks(application.seat)
        form.start_from(application.seat)
    return form


def sent_form(name: str, application: Application) -> VersionedForm:
    """The form of a step as it was sent."""
    form = STEPS[name].form(prefix=name)
    if isinstance(form, OfferForm):
        form.offer_weeks(application.seat)
    return form
