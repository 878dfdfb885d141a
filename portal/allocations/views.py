"""The page where a talent and an owner follow a request for time, and answer other terms."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, url_for

from portal.allocations import queries, rows, services
from portal.allocations.forms import AnswerForm
from portal.allocations.history import history_of, records_of
from portal.allocations.models import AuthorizationState
from portal.allocations.path import steps_of
from portal.allocations.relieving.queries import relief_of
from portal.allocations.workflow import AUTHORIZATION, awaits_answer
from portal.core.i18n import gettext as _
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.htmx import render

bp = Blueprint("allocations", __name__)


@bp.get("/authorizations")
@audience(Entry.TALENTS)
def list_terms() -> Response:
    """The other terms that wait for my answer."""
    return render("allocations/terms.html", authorizations=queries.list_terms_to_answer(actor()))


@bp.get("/authorizations/<public_id>")
@audience(Entry.TALENTS)
def show_authorization(public_id: str) -> Response:
    """Where a request for time stands."""
    return _page(public_id)


@bp.post("/authorizations/<public_id>/<any(accept, decline):answer>")
@audience(Entry.TALENTS)
def answer_terms(public_id: str, answer: str) -> Response:
    """Say yes or no to other terms."""
    authorization = queries.get_visible(actor(), public_id)
    form = AnswerForm()

    def act() -> None:
        if answer == "accept":
            services.accept_counter(actor(), authorization, version=form.read_version)
        else:
            services.decline_counter(actor(), authorization, text=form.text.data or "", version=form.read_version)

    def said() -> str:
        if answer == "decline":
            return _("You said no to these terms. The first request went back to the manager, who was told.")
        if authorization.state is AuthorizationState.COUNTERED:
            return _("You said yes. The other side was told and must now answer.")
        return _("Both sides agree: the time is authorized, and the manager was told.")

    return carry_out(
        form,
        act,
        may=partial(AUTHORIZATION.permit, actor(), authorization, f"{answer}_counter"),
        again=partial(_page, public_id, form),
        said=said,
        then=partial(url_for, "allocations.show_authorization", public_id=public_id),
    )


def _page(
    public_id: str, form: AnswerForm | None = None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    authorization = rows.read_visible(actor(), public_id)
    fresh = AnswerForm.fresh(version=str(authorization.version))
    return render(
        "allocations/authorization.html",
        status=status,
        authorization=authorization,
        form=fresh if conflict is not None or form is None else form,
        steps=steps_of(authorization, actor()),
        history=history_of(records_of(authorization), authorization, actor()),
        can_answer=awaits_answer(actor(), authorization),
        conflict=conflict,
        # What becomes of their work is for the talent; those who own the mission have nothing to do with it.
        relief=relief_of(authorization.id) if authorization.person_id == actor().id else None,
    )
