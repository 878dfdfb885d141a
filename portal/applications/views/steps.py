"""What the two sides do with one application, as one table: each step's form, service and sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.applications import services
from portal.applications.forms import DeclineForm, HoldForm, NotSelectForm, OfferForm, WithdrawForm
from portal.applications.inviting import services as inviting
from portal.applications.inviting.forms import TakeUpForm, TurnDownForm
from portal.applications.models import Application
from portal.applications.offerable import OfferableSeat, offerable_seats
from portal.core.i18n import gettext as _
from portal.organization.models import Person
from portal.web.forms import VersionedForm
from portal.web.fresh import FreshForm
from portal.web.steps import Step


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
        seat=next((seat for seat in application.mission.seats if seat.public_id == form.seat.data), None),
    )


# A talent's own forms say no version: it counts steps that a talent must not learn about, a shortlist for one.
STEPS: dict[str, Step[Application]] = {
    "review": Step(
        VersionedForm,
        lambda who, one, form: services.review_application(who, one, version=form.read_version),
        lambda one: _("The application is under review, and the talent was told so."),
    ),
    "shortlist": Step(
        VersionedForm,
        lambda who, one, form: services.shortlist_application(who, one, version=form.read_version),
        lambda one: _("Shortlisted. The talent does not see that: they read that their application is under review."),
    ),
    "hold": Step(
        HoldForm,
        lambda who, one, form: services.hold_application(who, one, until=form.until.data, version=form.read_version),
        lambda one: _("On hold: the talent was told until when."),
        foretells=True,
    ),
    "offer": Step(
        OfferForm,
        _offer,
        lambda one: _("The offer was sent: the talent has five working days to answer."),
        foretells=True,
    ),
    "not_select": Step(
        NotSelectForm,
        lambda who, one, form: services.not_select_application(
            who, one, reason=form.reason.data, text=form.text.data or "", version=form.read_version
        ),
        lambda one: _("The talent was told, with your reason and your message."),
        foretells=True,
    ),
    "accept": Step(
        VersionedForm,
        lambda who, one, form: services.accept_offer(who, one),
        lambda one: _("You accepted: the place is kept for you, and whoever confirms it was told."),
        says_version=False,
    ),
    "take_up": Step(
        TakeUpForm,
        lambda who, one, form: inviting.take_up_invitation(who, one, message=form.message.data or ""),
        lambda one: _("You are a candidate now, and those who own the mission were told."),
        says_version=False,
    ),
    "turn_down": Step(
        TurnDownForm,
        lambda who, one, form: inviting.turn_down_invitation(
            who, one, reason=form.reason.data, text=form.text.data or ""
        ),
        lambda one: _("You said no. Those who own the mission were told why."),
        says_version=False,
    ),
    "decline": Step(
        DeclineForm,
        lambda who, one, form: services.decline_offer(who, one, reason=form.reason.data, text=form.text.data or ""),
        lambda one: _("You declined the offer. Those who own the mission were told why."),
        says_version=False,
    ),
    "withdraw": Step(
        WithdrawForm,
        lambda who, one, form: services.withdraw_application(who, one, text=form.text.data or ""),
        lambda one: _("You withdrew. Those who own the mission were told."),
        says_version=False,
    ),
}


def fresh_form(name: str, application: Application, seats: Sequence[OfferableSeat] = ()) -> VersionedForm | FreshForm:
    """The form of a step before anyone types; that of an offer shows the `seats` that could be offered."""
    step = STEPS[name]
    if step.form is not OfferForm:
        return step.fresh_form(name, application.version)
    form = OfferForm(formdata=None, prefix=name, version=step.says(application.version))
    form.offer_seats(seats)
    form.start_from(application.seat)
    return form


def sent_form(name: str, application: Application) -> VersionedForm:
    """The form of a step as it was sent."""
    form = STEPS[name].form(prefix=name)
    if isinstance(form, OfferForm):
        form.offer_seats(offerable_seats(application))
    return form
