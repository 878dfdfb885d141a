"""The addresses of the pool."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, url_for

from portal.applications.models import Application
from portal.applications.pooling import queries, services
from portal.applications.pooling.forms import AskForm, PressForm
from portal.applications.pooling.workflow import POOL
from portal.applications.queries import get_visible
from portal.applications.services import check_may_choose
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import Form
from portal.web.htmx import render

bp = Blueprint("pooling", __name__)

ANSWERS = {
    "join": (services.join_pool, _l("You are in the pool. You can leave it here whenever you like.")),
    "decline": (services.decline_pool, _l("You said no, and nothing is kept.")),
    "leave": (services.leave_pool, _l("You left the pool. Nobody was told.")),
}


@bp.post("/applications/<public_id>/pool")
@audience(Entry.EMPLOYEES)
def ask(public_id: str) -> Response:
    """Ask someone to join the pool."""
    application = get_visible(actor(), public_id)
    form = AskForm(prefix="pool")
    return carry_out(
        form,
        lambda: services.ask_to_join(actor(), application, message=form.message.data or "", key=form.sending),
        may=partial(check_may_choose, actor(), application.mission),
        again=partial(_page, application, form),
        said=lambda: _("%(name)s was asked. Silence is no consent.", name=application.person.full_name),
        then=partial(url_for, "applications.show_application", public_id=public_id),
    )


@bp.post("/pool/<public_id>/<any('join', 'decline', 'leave'):step>")
@audience(Entry.TALENTS)
def answer(public_id: str, step: str) -> Response:
    """Consent, say no, or leave."""
    member = queries.get_own(actor(), public_id)
    act, said = ANSWERS[step]
    return carry_out(
        PressForm(prefix="pool"),
        partial(act, actor(), member),
        may=partial(POOL.permit, actor(), member, step),
        again=partial(_page, member.application, None),
        said=lambda: str(said),
        then=partial(url_for, "applications.show_application", public_id=member.application.public_id),
    )


def _page(application: Application, form: Form | None, *, status: int, conflict: Overtaken | None = None) -> Response:
    application = get_visible(actor(), application.public_id)
    shown = form if conflict is None else None
    return render("pooling/page.html", status=status, application=application, form=shown, conflict=conflict)
