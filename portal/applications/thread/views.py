"""The conversation on a page of its own, and the addresses that write to it."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, flash, url_for

from portal.applications.queries import get_visible
from portal.applications.thread import services
from portal.applications.thread.forms import MessageForm
from portal.applications.thread.panels import thread_context
from portal.applications.thread.queries import get_message
from portal.applications.thread.wording import other_side
from portal.core.errors import Conflict
from portal.core.i18n import gettext as _
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.htmx import render, see_other

bp = Blueprint("thread", __name__)


@bp.get("/applications/<public_id>/messages")
@audience(Entry.TALENTS)
def show_thread(public_id: str) -> Response:
    """The whole conversation."""
    return _page(public_id)


@bp.post("/applications/<public_id>/messages")
@audience(Entry.TALENTS)
def write_message(public_id: str) -> Response:
    """Write to the other side."""
    application = get_visible(actor(), public_id)
    form = MessageForm(prefix="message")
    return carry_out(
        form,
        lambda: services.write_message(actor(), application, form.text.data or "", key=form.sending),
        may=partial(services.check_may_converse, actor(), application),
        again=partial(_page, public_id, form),
        said=lambda: _("Your message was sent to %(names)s.", names=other_side(actor(), application)),
        then=partial(_back, public_id),
    )


@bp.post("/messages/<public_id>/take-back")
@audience(Entry.TALENTS)
def take_back(public_id: str) -> Response:
    """Take one's own message back."""
    message = get_message(actor(), public_id)
    application = message.application.public_id
    try:
        services.take_back(actor(), message)
    except Conflict as error:
        return _page(application, status=409, conflict=Overtaken(error.message, []))
    flash(_("Your message is taken back. That there was one stays."), "good")
    return see_other(_back(application))


def _back(public_id: str) -> str:
    return url_for("applications.show_application", public_id=public_id, _anchor="messages")


def _page(
    public_id: str, form: MessageForm | None = None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    application = get_visible(actor(), public_id)
    services.check_may_converse(actor(), application)
    refused = form if conflict is None else None
    panel = {"context": thread_context(actor(), application, form=refused, whole=True)}
    return render("thread/thread.html", status=status, application=application, panel=panel, conflict=conflict)
