"""The addresses that say who comes next."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, url_for

from portal.applications.alternates import services
from portal.applications.alternates.forms import AlternateForm
from portal.applications.models import Application
from portal.applications.queries import get_visible
from portal.core.i18n import gettext as _
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import VersionedForm
from portal.web.htmx import render

bp = Blueprint("alternates", __name__)


@bp.post("/applications/<public_id>/alternate")
@audience(Entry.EMPLOYEES)
def name(public_id: str) -> Response:
    """Name someone as the next for their place."""
    application = get_visible(actor(), public_id)
    form = AlternateForm(prefix="alternate")

    def act() -> None:
        services.name_alternate(
            actor(),
            application,
            why=form.why.data or "",
            is_told=bool(form.is_told.data),
            version=form.read_version,
        )

    return _carry_out(application, form, act, _("They come next. You are told when the place comes free."))


@bp.post("/applications/<public_id>/alternate/remove")
@audience(Entry.EMPLOYEES)
def unname(public_id: str) -> Response:
    """Keep someone no longer as an alternate."""
    application = get_visible(actor(), public_id)
    form = VersionedForm(prefix="alternate-press")
    act = partial(services.unname_alternate, actor(), application)
    return _carry_out(application, form, act, _("They do not come next any more."))


@bp.post("/applications/<public_id>/alternate/offer")
@audience(Entry.EMPLOYEES)
def offer(public_id: str) -> Response:
    """Offer the place to an alternate, in one press."""
    application = get_visible(actor(), public_id)
    form = VersionedForm(prefix="alternate-press")
    act = partial(services.offer_to_alternate, actor(), application)
    return _carry_out(application, form, act, _("The offer was sent: the talent has five working days to answer."))


def _carry_out(application: Application, form: VersionedForm, act: Any, said: str) -> Response:
    return carry_out(
        form,
        act,
        may=partial(services.check_may_name, actor(), application),
        again=partial(_page, application.public_id, form),
        said=lambda: said,
        then=partial(url_for, "applications.show_application", public_id=application.public_id),
    )


def _page(public_id: str, form: VersionedForm, *, status: int, conflict: Overtaken | None = None) -> Response:
    application = get_visible(actor(), public_id)
    shown = form if isinstance(form, AlternateForm) and conflict is None else None
    return render("alternates/name.html", status=status, application=application, form=shown, conflict=conflict)
