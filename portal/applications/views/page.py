"""The page of one application, as its talent or those who choose see it, and how an answer to one is carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, url_for

from portal import policies
from portal.applications import queries
from portal.applications.extensions import panels_for
from portal.applications.forms import (
    DeclineForm,
    HoldForm,
    NotSelectForm,
    OfferForm,
    PlainForm,
    WithdrawForm,
)
from portal.applications.labels import STATES, TALENT_STATES, TONES
from portal.applications.match import compare
from portal.applications.models import Application
from portal.applications.path import path_of
from portal.applications.turns import turn_of
from portal.applications.workflow import APPLICATION
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.organization.models import Person
from portal.web.access import actor
from portal.web.forms import VersionedForm
from portal.web.htmx import render, see_other

FORMS: dict[str, type[VersionedForm]] = {
    "accept": PlainForm,
    "decline": DeclineForm,
    "hold": HoldForm,
    "not_select": NotSelectForm,
    "offer": OfferForm,
    "review": PlainForm,
    "shortlist": PlainForm,
    "withdraw": WithdrawForm,
}

# A talent's forms say no version: it counts the steps that a talent must not learn about, a shortlist for one.
TALENT_FORMS = frozenset({"accept", "decline", "withdraw"})


def fresh_form(name: str, application: Application) -> VersionedForm:
    """The form of an action before anyone types."""
    form = FORMS[name](formdata=None, prefix=name)
    if name not in TALENT_FORMS:
        form.version.data = str(application.version)
    if isinstance(form, OfferForm):
        form.offer_weeks(application.seat)
        form.start_from(application.seat)
    return form


def sent_form(name: str, application: Application) -> Any:
    """The form of an action as it was sent."""
    form = FORMS[name](prefix=name)
    if isinstance(form, OfferForm):
        form.offer_weeks(application.seat)
    return form


def page(
    application: Application, *, sent: dict[str, VersionedForm] | None = None, status: int = 200, conflict: Any = None
) -> Response:
    """The page of an application for whoever is signed in; `sent` holds a form that was refused."""
    reader = actor()
    available = {move.name: move for move in APPLICATION.available(reader, application)}
    context: dict[str, Any] = {
        "application": application,
        "available": available,
        "forms": {name: fresh_form(name, application) for name in available} | (sent or {}),
        "refused": next(iter((sent or {}).values()), None),
        "conflict": conflict,
        "path": path_of(application, reader),
        "turn": turn_of(application, reader),
        "panels": panels_for(reader, application),
        "tone": TONES.get(application.state, ""),
    }
    if policies.application_own(reader, application):
        return render("applications/mine.html", status=status, state_words=TALENT_STATES[application.state], **context)
    return render("applications/candidate.html", status=status, **context, **_about(application, reader))


def _about(application: Application, reader: Person) -> dict[str, Any]:
    person = application.person
    asked = queries.skills_asked([application.seat_id])[application.seat_id]
    held = queries.levels_held([person.id], [skill.skill_id for skill in asked])[person.id]
    return {
        "state_words": STATES[application.state],
        "match": compare(asked, held),
        "profile": queries.profile_of(person),
        "free": application.seat.free - queries.open_offers(application.seat),
        "chooses": policies.application_choose(reader, application),
    }


def carry_out(
    public_id: str, name: str, act: Callable[[Application, Any], Any], said: str, *, versioned: bool = False
) -> Response:
    """Validate the form of action `name`, do it, say what happened; else show the page with what is wrong.

    `versioned` refuses a form about an older version. A talent's forms are not: their version also moves with steps
    they must not learn about.
    """
    application = queries.get_visible(actor(), public_id)
    form = sent_form(name, application)
    if not form.validate():
        return page(application, sent={name: form}, status=422)
    try:
        if versioned and form.read_version not in (None, application.version):
            raise Conflict(_("Someone changed this a moment ago. Here is how it stands now."))
        act(application, form)
    except Invalid as error:
        form.show_errors(error.fields)
        return page(queries.get_visible(actor(), public_id), sent={name: form}, status=422)
    except Conflict as error:
        return page(queries.get_visible(actor(), public_id), status=409, conflict=error.message)
    flash(said, "good")
    return see_other(url_for("applications.show_application", public_id=public_id))
